import { pathToFileURL } from 'node:url';
import { isAbsolute } from 'node:path';
import { move, transferableSymbol, valueSymbol } from 'piscina';
import { run } from '../../greenlets/run.ts';
import { describeFailure, type Answer, type Task } from './protocol.ts';
import { Transferred } from './transferred.ts';

/** What a thread of a `ThreadPool` does with a task: calls the function in a greenlet, as if `run` had been called there. */
export default async function perform({ module, name, args }: Task): Promise<unknown> {
  try {
    const fn = await findFunction(module, name);
    const value: unknown = await run(fn, ...args);
    if (!(value instanceof Transferred)) return { value } satisfies Answer;
    const answer: Answer = { value: value.value };
    return move({ [transferableSymbol]: value.list, [valueSymbol]: answer });
  } catch (error) {
    return { failure: describeFailure(error) } satisfies Answer;
  }
}

async function findFunction(module: string, name: string): Promise<(...args: unknown[]) => unknown> {
  const specifier = isAbsolute(module) ? pathToFileURL(module).href : module;
  const exported = (await import(specifier)) as Record<string, unknown>;
  // What a CommonJS module exports may not all be seen as names.
  const found = ownProperty(exported, name) ?? ownProperty(exported.default, name);
  if (typeof found !== 'function') throw new TypeError(`${module} exports no function ${JSON.stringify(name)}`);
  return found as (...args: unknown[]) => unknown;
}

/** A module does not export what its object inherits, such as `toString`. */
function ownProperty(exported: unknown, name: string): unknown {
  if (exported === undefined || exported === null || !Object.hasOwn(exported, name)) return undefined;
  return (exported as Record<string, unknown>)[name];
}
