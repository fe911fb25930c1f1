import { GreenletExit } from '../core/errors/errors.ts';
import type { Greenlet } from '../core/greenlet.ts';
import { createGreenlet } from '../greenlets/spawning/create-greenlet.ts';
import type { Greenlet as LibraryGreenlet } from '../greenlets/greenlet.ts';
import { kill } from '../greenlets/ending/kill.ts';
import { nameOf } from '../hub/errors/errors.ts';
import { hub } from '../hub/index.ts';
import { loopExit } from '../graph/deadlocks/deadlock.ts';
import { PromiseWait } from '../waiting/promises/promise-wait.ts';
import { Waiter } from '../waiting/waiter/waiter.ts';
import { Recorder, type Choice, type Chooser } from './choices.ts';
import { ExploringQueue } from './exploring-queue.ts';
import type { Story } from './story.ts';
import { realTurn, VirtualWorld } from './virtual-world.ts';

/** What may go wrong in a schedule. */
export interface Faults {
  /** Whether timers may expire while greenlets are ready, as if these took long to compute. */
  readonly timeouts?: boolean;
  /** How many greenlets, other than the test itself, may be killed where they wait. */
  readonly kills?: number;
  /** How many waits for promises may fail, with an `InjectedFault`. */
  readonly failures?: number;
}

export interface RunOptions {
  readonly faults: Faults;
  /** Whether greenlets that have not ended when the test has are a failure. */
  readonly leaks: boolean;
  /** After how many steps a schedule counts as endless. */
  readonly maxSteps: number;
}

/** What is thrown at a wait for a promise that is made to fail. */
export class InjectedFault extends Error {
  override readonly name = 'InjectedFault';
  constructor() {
    super('this wait was made to fail by explore()');
  }
}

/** Nothing but real I/O can go on when a virtual world is at rest: so many turns of the real event loop are left for it. */
const PATIENCE = 2;
const PATIENCE_FOR_PROMISES = 200;

/** One run of a test, in which a chooser says what happens next. */
export class ScheduleRun {
  readonly recorder: Recorder;
  readonly #options: RunOptions;
  readonly #story: Story | null;
  readonly #world = new VirtualWorld();
  readonly #reported: unknown[] = [];
  /** Waits for promises during which something could have gone wrong, as nobody was ready. */
  readonly #seen = new WeakSet<object>();
  #test: LibraryGreenlet | null = null;
  #steps = 0;
  #kills: number;
  #failures: number;

  constructor(chooser: Chooser, options: RunOptions, story: Story | null = null) {
    this.recorder = new Recorder(chooser);
    this.#options = options;
    this.#story = story;
    this.#kills = options.faults.kills ?? 0;
    this.#failures = options.faults.failures ?? 0;
  }

  /** Runs the test; returns what has gone wrong, if anything. */
  async run(test: () => unknown): Promise<{ readonly error: unknown } | null> {
    const { onError } = hub;
    hub.useReadyQueue(new ExploringQueue((greenlets) => this.#decide(greenlets)));
    hub.useHost(this.#world);
    hub.onError = (error) => void this.#reported.push(error);
    try {
      const main = createGreenlet(test, []);
      this.#test = main;
      this.#story?.begin(main);
      main.observe();
      main.start();
      await this.#untilRest(main);
      return this.#judge(main);
    } finally {
      this.#story?.end();
      hub.onError = onError;
    }
  }

  async #untilRest(main: LibraryGreenlet): Promise<void> {
    let turnsAtRest = 0;
    for (;;) {
      this.#world.runJobs();
      if (this.#isOver(main)) return;
      if (this.#goWrongBeforePromises()) continue;
      await realTurn();
      if (this.#world.hasJobs) {
        turnsAtRest = 0;
        continue;
      }
      if (main.ready()) return;
      const fired = this.#goWrongAtRest() || this.#world.fireNextTimer() || this.#world.tellIdle();
      if (!fired && ++turnsAtRest > this.#patience) return;
    }
  }

  /** Nobody is ready. Returns whether something has happened before promises are settled that greenlets have begun to wait for. */
  #goWrongBeforePromises(): boolean {
    if (this.#kills === 0 && this.#failures === 0) return false;
    const waits = [...hub.live].flatMap(({ top }) => (top instanceof PromiseWait && !this.#seen.has(top) ? top : []));
    for (const wait of waits) this.#seen.add(wait);
    return this.#goWrong(this.#events().filter(({ greenlet }) => waits.some((wait) => wait === greenlet?.top)));
  }

  /** Nobody is ready. Returns whether something has happened before time goes on. */
  #goWrongAtRest(): boolean {
    return this.#goWrong(this.#events().filter(({ kind }) => kind !== 'time'));
  }

  #goWrong(faults: readonly Choice[]): boolean {
    if (faults.length === 0) return false;
    const choices: Choice[] = [{ kind: 'time', greenlet: null }, ...faults];
    const choice = choices[this.recorder.choose(choices)];
    if (choice === undefined || choice.kind === 'time') return false;
    this.#happen(choice);
    return true;
  }

  #isOver(main: LibraryGreenlet): boolean {
    if (this.#isEndless) return true;
    return main.ready() && [...hub.live].length === 0;
  }

  get #isEndless(): boolean {
    return this.#steps > this.#options.maxSteps;
  }

  get #patience(): number {
    for (const { top } of hub.live) if (top instanceof PromiseWait) return PATIENCE_FOR_PROMISES;
    return PATIENCE;
  }

  #judge(main: LibraryGreenlet): { readonly error: unknown } | null {
    if (this.#isEndless)
      return { error: new Error(`the test takes more than ${String(this.#options.maxSteps)} steps`) };
    if (!main.ready()) return { error: loopExit() };
    if (!main.successful()) return { error: main.exception };
    if (this.#reported.length > 0) return { error: this.#reported[0] };
    const left = [...hub.live];
    if (!this.#options.leaks || left.length === 0) return null;
    return { error: new Error(`greenlets are left when the test has ended: ${left.map(nameOf).join(', ')}`) };
  }

  #decide(greenlets: readonly Greenlet[]): Greenlet | 'again' | null {
    if (++this.#steps > this.#options.maxSteps) return null;
    const choices: Choice[] = greenlets.map((greenlet) => ({ kind: 'run', greenlet }));
    choices.push(...this.#events());
    const choice = choices[choices.length === 1 ? 0 : this.recorder.choose(choices)] as Choice;
    if (choice.kind === 'run') return choice.greenlet;
    this.#happen(choice);
    return 'again';
  }

  /** What could go wrong now. */
  #events(): Choice[] {
    const { timeouts = false } = this.#options.faults;
    const events: Choice[] = timeouts && hub.nextExpiry !== undefined ? [{ kind: 'time', greenlet: null }] : [];
    if (this.#kills === 0 && this.#failures === 0) return events;
    for (const greenlet of hub.live) {
      const { top } = greenlet;
      if (!(top instanceof Waiter) || !top.pending) continue;
      if (this.#kills > 0 && greenlet !== this.#test) events.push({ kind: 'kill', greenlet });
      if (this.#failures > 0 && top instanceof PromiseWait) events.push({ kind: 'fail', greenlet });
    }
    return events;
  }

  #happen({ kind, greenlet }: Choice): void {
    if (kind === 'time' || greenlet === null) {
      this.#story?.noteEvent('jumps to the next timer', null);
      this.#world.advance(Math.max(0, hub.nextExpiry ?? 0));
      hub.expireTimers();
    } else if (kind === 'kill') {
      this.#story?.noteEvent('is killed', greenlet);
      this.#kills--;
      kill(greenlet, GreenletExit);
    } else if (greenlet.top instanceof Waiter) {
      this.#story?.noteEvent('is told that its promise was rejected', greenlet);
      this.#failures--;
      greenlet.top.fail(new InjectedFault());
    }
  }
}
