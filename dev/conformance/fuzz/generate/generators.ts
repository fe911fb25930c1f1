import { writeValue } from './expressions.ts';
import { METHOD, OWN, writeParameters } from './functions.ts';
import type { FunctionRules, Scope } from './scope.ts';
import { writeStatements } from './statements.ts';
import type { Writer } from './writer.ts';

/** A generator, which logs when it is left early. If it blocks, only marked code may resume it. */
export function writeGenerator(w: Writer, scope: Scope, name: string, suspends: boolean): string {
  return `function* ${name}${writeRest(w, scope, { ...OWN, suspends })}`;
}

/** A method that is a generator. */
export function writeGeneratorMethod(w: Writer, scope: Scope, key: string): string {
  return `*${key}${writeRest(w, scope, { ...METHOD, suspends: scope.rules.suspends })}`;
}

/** Parameters of generators must not block. */
function writeRest(w: Writer, scope: Scope, rules: Partial<FunctionRules>): string {
  const early = scope.fn({ ...rules, suspends: false });
  const parameters = w.choices.chance(30) ? writeParameters(w, early, 1) : '';
  const inner = early.fn({ ...rules, canReturn: true, yields: true });
  return `(${parameters}) { try { ${writeYields(w, inner)} } finally { log('ends'); } }`;
}

/** Statements between which values are yielded. */
export function writeYields(w: Writer, scope: Scope): string {
  const parts = w.choices.list(1, 3, () => writeYield(w, scope));
  if (w.choices.chance(40)) parts.splice(w.choices.int(0, parts.length), 0, writeStatements(w, scope.block(), 2, 2));
  return parts.join(' ');
}

function writeYield(w: Writer, scope: Scope): string {
  const value = writeValue(w, scope, 2);
  return w.choices.pick([
    `yield ${value};`,
    `yield say(${value});`,
    `log(yield ${value});`,
    `yield* [${value}];`,
    `log('delegated', yield* ${writeDelegate(w, scope, value)});`,
    `try { yield ${value}; } catch (error) { log('thrown in', why(error)); yield 'caught'; }`,
    `if (${value}) return;`,
    writeYieldingLoop(w, scope, value),
  ]);
}

/** A loop that is left by what comes in from outside, and then closes something or has a key that blocks. */
function writeYieldingLoop(w: Writer, scope: Scope, value: string): string {
  if (!scope.rules.suspends) return `for (const each of counted(2)) yield [each, ${value}];`;
  return w.choices.pick([
    `for (const each of blocking(2)) yield [each, ${value}];`,
    `for (shared[suspend('q')] in { a: ${value}, b: 2 }) yield shared.q;`,
    `for (const [first = suspend(1)] in { ab: ${value}, '': 2 }) yield first;`,
    `{ using held = resource(${value}); yield held.p; }`,
    `for (using held of [resource(1), resource(${value}, true)]) yield held.p;`,
  ]);
}

function writeDelegate(w: Writer, scope: Scope, value: string): string {
  const kind = scope.rules.awaits ? 'async generator' : 'generator';
  const generator = w.variable(scope, kind);
  if (generator !== null && scope.rules.suspends) return `${scope.use(generator)}(${value})`;
  return scope.rules.awaits ? `waiting(${w.choices.int(0, 3)})` : `counted(${w.choices.int(0, 3)})`;
}

/** Calls the methods of a generator's object one after the other. */
export function writeDrive(w: Writer, scope: Scope, depth: number): string {
  const { awaits, suspends } = scope.rules;
  const kind = awaits && w.choices.chance(60) ? 'async generator' : 'generator';
  const generator = suspends ? w.variable(scope, kind) : null;
  if (generator === null) return `log(${writeValue(w, scope, depth)});`;
  const made = `${scope.use(generator)}(${writeValue(w, scope, 1)})`;
  const steps = w.choices.list(1, 4, () => `['${w.choices.pick(METHODS)}', ${writeValue(w, scope, 1)}]`);
  const driver = kind === 'generator' ? 'drive' : 'await driveAsync';
  return `${driver}(${[made, ...steps].join(', ')});`;
}

const METHODS = ['next', 'next', 'next', 'return', 'throw'];
