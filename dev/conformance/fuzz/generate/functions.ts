import { writeValue } from './expressions.ts';
import { writePattern } from './patterns.ts';
import type { FunctionRules, Scope } from './scope.ts';
import { writeStatements } from './statements.ts';
import type { Writer } from './writer.ts';

/** Of a function that is no arrow. */
export const OWN: Partial<FunctionRules> = {
  hasThis: false,
  hasArguments: true,
  hasSuper: false,
  canReturn: true,
};

/** Of a method that may block. */
export const METHOD: Partial<FunctionRules> = {
  suspends: true,
  hasThis: true,
  hasArguments: true,
  hasSuper: true,
  canReturn: true,
};

export function writeFunctionDeclaration(w: Writer, scope: Scope, name: string, depth: number): string {
  const inner = scope.fn({ ...OWN, suspends: true });
  return `function ${name}(${writeParameters(w, inner, depth)}) ${writeBody(w, inner, depth)}`;
}

/** A function expression; a named one can see itself. */
export function writeFunctionExpression(w: Writer, scope: Scope, depth: number): string {
  const inner = scope.fn({ ...OWN, suspends: true });
  const name = w.choices.chance(30) ? w.fresh('self') : '';
  return `function ${name}(${writeParameters(w, inner, depth)}) ${writeBody(w, inner, depth)}`;
}

export function writeArrow(w: Writer, scope: Scope, depth: number): string {
  const inner = scope.fn({ canReturn: true });
  const parameters = writeParameters(w, inner, depth);
  if (w.fuel <= 0 || w.choices.chance(65)) return `(${parameters}) => (${writeValue(w, inner, depth)})`;
  return `(${parameters}) => ${writeBody(w, inner, depth)}`;
}

/** Calls itself a few times. */
export function writeRecursive(w: Writer, scope: Scope, name: string, depth: number): string {
  const inner = scope.fn({ ...OWN, suspends: true });
  inner.declare('n', 'value', true);
  const before = writeStatements(w, inner, 2, depth);
  const value = writeValue(w, inner, depth);
  return `function ${name}(n) { if (!(n > 0 && n < 4)) return ${value}; ${before} return ${writeCombined(w, inner, name)}; }`;
}

function writeCombined(w: Writer, scope: Scope, name: string): string {
  return w.choices.pick([
    `${name}(n - 1)`,
    `[n, ${name}(n - 1)].join()`,
    `${name}(n - 1) + ${writeValue(w, scope, 1)}`,
  ]);
}

/** Parameters with defaults, patterns and a rest parameter, declared in `inner`. */
export function writeParameters(w: Writer, inner: Scope, depth: number): string {
  const declareOne = (): string => {
    const name = w.fresh('p');
    inner.declare(name, 'value');
    return name;
  };
  const parameters = w.choices.list(0, 3, () => {
    if (w.choices.chance(12)) {
      const { pattern, source } = writePattern(w, inner, Math.min(depth, 1), declareOne);
      return `${pattern} = ${source}`;
    }
    const value = w.choices.chance(25) ? ` = ${writeDefault(w, inner)}` : '';
    return `${declareOne()}${value}`;
  });
  if (w.choices.chance(15)) parameters.push(`...${declareOne()}`);
  return parameters.join(', ');
}

/** Sometimes keeps a closure, which sees the parameters and not the variables of the body. */
function writeDefault(w: Writer, inner: Scope): string {
  const value = writeValue(w, inner, 1);
  const parameter = inner.rules.suspends && w.choices.chance(20) ? w.variable(inner, 'value') : null;
  return parameter === null ? value : `(kept.push(() => ${inner.use(parameter)}), ${value})`;
}

export function writeBody(w: Writer, inner: Scope, depth: number): string {
  const statements = writeStatements(w, inner, w.choices.int(0, 4), depth);
  return `{ ${statements} return ${writeValue(w, inner, depth)}; }`;
}
