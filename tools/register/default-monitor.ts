import { fileURLToPath } from 'node:url';
import type { Greenlet } from '../../runtime/core/greenlet.ts';
import { expected } from '../../runtime/core/errors/expected.ts';
import type { Observer, Observers } from '../../runtime/hub/observers.ts';
import { createState, IS_OVER, RunningSlices } from '../../runtime/observe/monitor/running-slices.ts';
import { ASK, type Answer, type ThreadData } from '../../runtime/observe/monitor/thread.ts';
import { warnOnce } from '../compile/warn.ts';
import { isDebugged } from '../compile/cache/is-debugged.ts';

/** In ms. Shorter slices are common while a program starts. */
const MAX_BLOCKING_TIME = 1000;
/** When a program has run for so long with greenlets, what can tell stacks is loaded. In ms. */
const PREPARATION = 300;

const OBSERVERS = Symbol.for('greenlets:v1:observers');
const EARLY_OBSERVERS = Symbol.for('greenlets:v1:earlyObservers');
const KEY = Symbol.for('greenlets:v1:monitor');
const DEFAULT_MONITOR = Symbol.for('greenlets:v1:defaultMonitor');

/**
 * Watches over greenlets while a program is developed: names those that hold up all others for a second and more. The thread that watches signals
 * looks after that.
 *
 * @returns what that thread needs; null if there is nothing to watch
 */
export function startDefaultMonitor(): ThreadData | null {
  const maxBlockingTime = blockingTimeOf(process.env);
  // Whoever steps through a program holds it up.
  if (maxBlockingTime === null || isDebugged()) return null;
  const slices = new RunningSlices(createState());
  let describe: ((slices: RunningSlices) => Answer | null) | null = null;
  const prepare: Observer = {
    started() {
      remove(prepare);
      setTimeout(() => {
        void import('../../runtime/observe/monitor/describe.ts').then(
          ({ describeSlice }) => (describe = describeSlice),
        );
      }, PREPARATION).unref();
    },
  };
  // The runtime is not loaded yet, and it may never be.
  define(EARLY_OBSERVERS, [prepare, slices]);
  define(KEY, () => (describe === null ? describeShortly(slices) : describe(slices)));
  define(DEFAULT_MONITOR, () => {
    slices.state[IS_OVER] = 1;
    remove(prepare);
    remove(slices);
  });
  return {
    state: slices.state,
    maxBlockingTime,
    prints: true,
    ask: ASK,
    ownFolder: fileURLToPath(new URL('.', import.meta.url)),
  };
}

/** `GREENLETS_MONITOR`: after how many ms, or `off`. Without it, not in production, nor in tests, which see to that themselves. Null: not at all. */
function blockingTimeOf({ NODE_ENV, GREENLETS_MONITOR: asked }: NodeJS.ProcessEnv): number | null {
  if (asked !== undefined && asked !== '') {
    if (asked === 'off' || Number(asked) === 0) return null;
    if (Number(asked) > 0) return Number(asked);
    warnOnce(expected('a number of milliseconds, or off, as GREENLETS_MONITOR', asked).message);
  }
  return NODE_ENV === 'production' || NODE_ENV === 'test' ? null : MAX_BLOCKING_TIME;
}

/** What can be told without the rest of the library. */
function describeShortly({ current, number }: RunningSlices): Answer | null {
  return current === undefined ? null : { slice: number, name: nameOf(current.greenlet), parked: [] };
}

function nameOf(greenlet: Greenlet): string {
  return 'name' in greenlet && typeof greenlet.name === 'string' ? greenlet.name : 'a greenlet';
}

function remove(observer: Observer): void {
  const { [OBSERVERS]: observers } = globalThis as { [OBSERVERS]?: Observers };
  observers?.remove(observer);
}

function define(key: symbol, value: unknown): void {
  Object.defineProperty(globalThis, key, { value, configurable: true });
}
