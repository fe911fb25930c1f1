import { writeReference, writeValue } from './expressions.ts';
import { OWN, writeBody, writeParameters } from './functions.ts';
import { writeYields } from './generators.ts';
import type { FunctionRules, Scope } from './scope.ts';
import { writeStatements } from './statements.ts';
import type { Writer } from './writer.ts';

/** What is run after `main`, and awaited: an async function of no parameters. */
export function writeTask(w: Writer, scope: Scope, depth: number): string {
  if (!scope.rules.suspends) return `log(${writeValue(w, scope, depth)});`;
  const isArrow = w.choices.chance(50);
  const inner = scope.fn({ ...(isArrow ? {} : OWN), canReturn: true, awaits: true });
  const head = isArrow ? 'async () =>' : 'async function ()';
  return `later(${head} ${writeBody(w, inner, depth)});`;
}

export function writeAsyncFunction(w: Writer, scope: Scope, name: string, depth: number): string {
  return `async function ${name}${writeAsyncRest(w, scope, OWN, depth)}`;
}

/** The parameters and the body of an async function or method. */
export function writeAsyncRest(w: Writer, scope: Scope, rules: Partial<FunctionRules>, depth: number): string {
  const early = scope.fn({ ...rules, suspends: true });
  const parameters = writeParameters(w, early, 1);
  return `(${parameters}) ${writeBody(w, early.fn({ canReturn: true, awaits: true }), depth)}`;
}

/** An async generator, which logs when it is left early. */
export function writeAsyncGenerator(w: Writer, scope: Scope, name: string): string {
  const inner = scope.fn({ ...OWN, suspends: true, canReturn: true, awaits: true, yields: true });
  return `async function* ${name}() { try { ${writeYields(w, inner)} } finally { log('${name} ends'); } }`;
}

/** Waits for a promise, or for what is none. */
export function writeAwait(w: Writer, scope: Scope, depth: number): string {
  const value = writeValue(w, scope, depth);
  if (!scope.rules.awaits) return value;
  const form = w.choices.pick(['value', 'promise', 'call', 'call', 'method', 'rejection', 'all', 'thenable'] as const);
  if (form === 'method') return `(await ${writeReference(w, scope, 0)}.a1?.(${value}))`;
  if (form === 'call' || form === 'all') return writeAwaitedCall(w, scope, value, form);
  if (form === 'promise') return `(await Promise.resolve(${value}))`;
  if (form === 'rejection') return `(await Promise.reject(new Error(${value})).catch(why))`;
  if (form === 'thenable') return `(await { then(resolve) { log('then'); resolve(1); } }, ${value})`;
  return `(await ${value})`;
}

function writeAwaitedCall(w: Writer, scope: Scope, value: string, form: 'call' | 'all'): string {
  const fn = scope.rules.suspends ? w.variable(scope, 'async function') : null;
  if (fn === null) return `(await (async () => { await null; return ${writeValue(w, scope.fn({}), 1)}; })())`;
  const name = scope.use(fn);
  return form === 'call'
    ? `(await ${name}(${value}))`
    : `(await Promise.allSettled([${name}(), ${name}(${value})])).length`;
}

/** `for await` over something asynchronous, or over promises. */
export function writeForAwait(w: Writer, scope: Scope, depth: number): string {
  const name = w.fresh('k');
  const source = writeAsyncIterable(w, scope, depth);
  scope.declare(name, 'value', true);
  return `for await (const ${name} of ${source}) { ${writeStatements(w, scope.block(), 4, depth)} }`;
}

function writeAsyncIterable(w: Writer, scope: Scope, depth: number): string {
  const generator = scope.rules.suspends && w.choices.chance(60) ? w.variable(scope, 'async generator') : null;
  if (generator !== null) return `${scope.use(generator)}(${writeValue(w, scope, 1)})`;
  return w.choices.pick([
    `waiting(${w.choices.int(0, 3)})`,
    `counted(${w.choices.int(0, 3)})`,
    `[Promise.resolve(${writeValue(w, scope, depth)}), ${writeValue(w, scope, depth)}]`,
  ]);
}
