import { writeIterable, writeReference, writeValue } from './expressions.ts';
import { writePattern } from './patterns.ts';
import type { Label, Scope } from './scope.ts';
import { writeStatements } from './statements.ts';
import { writeTarget } from './assignments.ts';
import { writeForAwait } from './async.ts';
import type { Writer } from './writer.ts';

/** A loop that ends by itself after a few rounds, labelled by the caller if `label` is given. */
export function writeLoop(w: Writer, scope: Scope, depth: number, label: string | null = null): string {
  const labels: Label[] = label === null ? [...scope.labels] : [...scope.labels, { name: label, isLoop: true }];
  const inner = scope.loop(labels);
  if (scope.rules.awaits && w.choices.chance(30)) return writeForAwait(w, inner, depth);
  return w.choices.pick([writeFor, writeFor, writeForOf, writeForOf, writeForIn, writeWhile, writeDoWhile])(
    w,
    inner,
    depth,
  );
}

function writeLoopBody(w: Writer, scope: Scope, depth: number, first = ''): string {
  return `{ ${first} ${writeStatements(w, scope.block(), 4, depth)} }`;
}

/** Whether the round counter is below the limit, with or without suspending. */
function writeTest(w: Writer, scope: Scope, counter: string): string {
  const limit = String(w.choices.int(1, 3));
  return scope.rules.suspends && w.choices.chance(40) ? `suspend(${counter}) < ${limit}` : `${counter} < ${limit}`;
}

function writeStep(w: Writer, scope: Scope, counter: string): string {
  const keep = scope.rules.suspends && w.choices.chance(15) ? `kept.push(() => ${counter}), ` : '';
  const step =
    keep + w.choices.pick([`${counter}++`, `++${counter}`, `${counter} += 1`, `${counter} = ${counter} + 1`]);
  return scope.rules.suspends && w.choices.chance(30) ? `suspend((${step}))` : step;
}

function writeFor(w: Writer, scope: Scope, depth: number): string {
  const counter = w.fresh('i');
  scope.declare(counter, 'value', true);
  const other = w.choices.chance(25) ? `, ${declareOther(w, scope)} = ${writeInitial(w, scope, counter)}` : '';
  const head = `${w.choices.pick(['let', 'let', 'var'])} ${counter} = 0${other}`;
  const late = w.choices.chance(25);
  const test = late ? '' : writeTest(w, scope, counter);
  const exit = late ? `if (!(${writeTest(w, scope, counter)})) break;` : '';
  return `for (${head}; ${test}; ${writeStep(w, scope, counter)}) ${writeLoopBody(w, scope, depth, exit)}`;
}

/** Sometimes keeps a closure, which sees the variables of the head and not those of the first round. */
function writeInitial(w: Writer, scope: Scope, counter: string): string {
  const value = writeValue(w, scope, 1);
  return scope.rules.suspends && w.choices.chance(30) ? `(kept.push(() => ${counter}), ${value})` : value;
}

function declareOther(w: Writer, scope: Scope): string {
  const name = w.fresh('j');
  scope.declare(name, 'value');
  return name;
}

/** The head of `for...of` and `for...in`: a declaration, a pattern or an assignment target. */
function writeHead(w: Writer, scope: Scope, depth: number, patterns: boolean): string {
  if (w.choices.chance(15)) return writeTarget(w, scope, depth);
  const keyword = w.choices.pick(['const', 'let', 'var']);
  const declare = (): string => {
    const name = w.fresh('k');
    scope.declare(name, 'value', keyword === 'const');
    return name;
  };
  if (patterns && w.choices.chance(20)) return `${keyword} ${writePattern(w, scope, 1, declare).pattern}`;
  return `${keyword} ${declare()}`;
}

function writeForOf(w: Writer, scope: Scope, depth: number): string {
  const iterable = writeIterable(w, scope, depth);
  const patterns = w.choices.chance(20);
  const head = writeHead(w, scope, depth, patterns);
  const source = head.includes('{') || head.includes('[') ? '[[1, 2], { p: 3 }.p ? [4] : [], blocking(2)]' : iterable;
  return `for (${head} of ${source}) ${writeLoopBody(w, scope, depth)}`;
}

function writeForIn(w: Writer, scope: Scope, depth: number): string {
  const object = writeReference(w, scope, depth);
  return `for (${writeHead(w, scope, depth, false)} in ${object}) ${writeLoopBody(w, scope, depth)}`;
}

function writeWhile(w: Writer, scope: Scope, depth: number): string {
  const counter = w.fresh('i');
  scope.declare(counter, 'value', true);
  return `for (var ${counter} = 0; ;) { ${writeInnerWhile(w, scope, depth, counter)} break; }`;
}

function writeInnerWhile(w: Writer, scope: Scope, depth: number, counter: string): string {
  return `while (${writeTest(w, scope, `${counter}++`)}) ${writeLoopBody(w, scope, depth)}`;
}

function writeDoWhile(w: Writer, scope: Scope, depth: number): string {
  const counter = w.fresh('i');
  scope.declare(counter, 'value', true);
  return `for (var ${counter} = 0; ${counter} < 1;) { do ${writeLoopBody(w, scope, depth)} while (${writeTest(w, scope, `${counter}++`)}); }`;
}
