import { describeThrown } from '../test262/outcome.ts';
import { Realm } from '../test262/realm.ts';
import type { Equipment } from '../test262/execute.ts';
import { isParseError, refusalOf, type Mode } from '../test262/translate.ts';
import { Stage, type Test } from './stage.ts';
import type { Program } from './suite.ts';

/** How a program, or one of the tests that it registers, ended. */
export interface Outcome {
  status: 'pass' | 'fail' | 'refused' | 'crash';
  detail: string;
  /** What it printed meanwhile. */
  printed: string[];
}

export type Performers = Pick<Equipment, 'translator' | 'runtimeScript'>;

type Main = (...args: unknown[]) => unknown;

const TIME_LIMIT = 5_000;

/** Runs a program, and then its tests, in a realm of its own; compiled, in greenlets. The program itself has no title. */
export async function perform(
  program: Program,
  mode: Mode,
  { translator, runtimeScript }: Performers,
): Promise<Map<string, Outcome>> {
  const outcomes = new Map<string, Outcome>();
  let code: string;
  try {
    code = translator.translate(program.source, 'function', mode);
  } catch (error) {
    return outcomes.set('', notTranslated(error));
  }
  const realm = new Realm(runtimeScript);
  const stage = new Stage(realm, (source) => translator.translate(source, 'script', mode));
  const isCompiled = mode === 'compiled' || mode === 'stress';
  const start = (main: Main, ...args: unknown[]): unknown =>
    isCompiled ? realm.runtime.runInGreenlet(main, realm.global, ...args) : Reflect.apply(main, realm.global, args);
  const filename = `${program.folder}/program.js`;
  outcomes.set('', await observe(stage, () => start(stage.evaluate(code, filename) as Main)));
  for (const test of stage.tests) outcomes.set(test.title, await observe(stage, () => startTest(test, start)));
  return outcomes;
}

/** A test with a parameter calls it when it is done. */
function startTest({ fn }: Test, start: (main: Main, ...args: unknown[]) => unknown): unknown {
  if (fn.length === 0) return start(fn);
  return new Promise<void>((resolve, reject) => {
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- whatever the test says
    const done = (error?: unknown): void => (error === undefined ? resolve() : reject(error));
    start(fn, done);
  });
}

async function observe(stage: Stage, start: () => unknown): Promise<Outcome> {
  stage.printed.length = 0;
  let outcome: Pick<Outcome, 'status' | 'detail'> = { status: 'pass', detail: '' };
  let timer: NodeJS.Timeout | undefined;
  try {
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('did not end')), TIME_LIMIT);
    });
    await Promise.race([stage.call(start), late]);
  } catch (error) {
    const { type, message } = describeThrown(error, 'runtime');
    outcome = { status: 'fail', detail: `${type}: ${message}` };
  } finally {
    clearTimeout(timer);
  }
  return { ...outcome, printed: [...stage.printed] };
}

function notTranslated(error: unknown): Outcome {
  const code = refusalOf(error);
  if (code !== null) return { status: 'refused', detail: code, printed: [] };
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { status: isParseError(error) ? 'fail' : 'crash', detail, printed: [] };
}
