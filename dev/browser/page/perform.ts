import { Suite, type Action, type Test } from './suite.ts';

/** How a test went. */
export interface Result {
  name: string;
  outcome: 'passed' | 'failed' | 'skipped';
  error?: string;
  /** What it asked for that only Node has, the name of a module or of a global. */
  node?: string;
}

/** How long a test, or a hook, may take (ms). */
const LIMIT = 10_000;
const NODE_GLOBALS = /^(process|Buffer|require|module|setImmediate|__dirname|global) is not defined$/;

/** What the modules of Node that are not there were asked for. */
export const asked: { module: string | undefined } = { module: undefined };

/** Performs the tests of a block, one after the other. */
export async function perform(suite: Suite, around: readonly Suite[] = [], skipped = suite.skipped): Promise<Result[]> {
  const suites = [...around, suite];
  if (suite.error !== null) return [failure(suite.title('(the whole block)'), suite.error.thrown)];
  const results: Result[] = [];
  try {
    if (!skipped) for (const action of suite.hooks.beforeAll) await limited(action);
  } catch (error) {
    return [failure(suite.title('(before the tests)'), error)];
  }
  for (const entry of suite.entries) {
    const left = skipped || entry.skipped;
    if (entry instanceof Suite) results.push(...(await perform(entry, suites, left)));
    else if (left) results.push({ name: suite.title(entry.name), outcome: 'skipped' });
    else results.push(await performTest(entry, suites));
  }
  try {
    if (!skipped) for (const action of suite.hooks.afterAll) await limited(action);
  } catch (error) {
    results.push(failure(suite.title('(after the tests)'), error));
  }
  return results;
}

async function performTest({ name, body }: Test, suites: readonly Suite[]): Promise<Result> {
  const title = suites.at(-1)?.title(name) ?? name;
  asked.module = undefined;
  const before = suites.flatMap(({ hooks }) => hooks.beforeEach);
  const after = suites.toReversed().flatMap(({ hooks }) => hooks.afterEach);
  let result: Result = { name: title, outcome: 'passed' };
  try {
    for (const action of [...before, body]) await limited(action);
  } catch (error) {
    result = failure(title, error);
  }
  try {
    for (const action of after) await limited(action);
  } catch (error) {
    if (result.outcome === 'passed') result = failure(title, error);
  }
  return result;
}

async function limited(action: Action): Promise<void> {
  let timer;
  const late = new Promise((_resolve, reject) => {
    timer = nativeSetTimeout(() => reject(new Error(`took more than ${String(LIMIT)} ms`)), LIMIT);
  });
  try {
    await Promise.race([action(), late]);
  } finally {
    nativeClearTimeout(timer);
  }
}

/** Some tests replace those of the page. */
const nativeSetTimeout = globalThis.setTimeout.bind(globalThis);
const nativeClearTimeout = globalThis.clearTimeout.bind(globalThis);

export function failure(name: string, error: unknown): Result {
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  const node = asked.module ?? (error instanceof ReferenceError ? NODE_GLOBALS.exec(message)?.[1] : undefined);
  const text = stack.includes(message) ? stack : `${message}\n${stack}`;
  return { name, outcome: 'failed', error: text, ...(node !== undefined && { node }) };
}
