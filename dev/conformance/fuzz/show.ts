import { Greenlet } from 'greenlets/core';
import { inspect } from 'node:util';

const LONGEST = 300;

/** Errors whose message the language does not lay down, so that engines and compilers may word it differently. */
const VAGUE = new Set(['TypeError', 'RangeError', 'SyntaxError']);

/** A value as it is logged. */
export function show(value: unknown): string {
  if (value instanceof Error) return describeError(value);
  if (value === globalThis || value instanceof Greenlet) return `[${value.constructor.name}]`;
  const text = typeof value === 'string' ? value : describe(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}... (${text.length} characters)` : text;
}

/** Node looks for generators behind the language's back; compiled ones whose parameters may block are ordinary functions. */
function describe(value: unknown): string {
  const text = inspect(value, { depth: 4, breakLength: Infinity });
  return text.replace(/\[Function(: [^\]]*|\s\(anonymous\))\] ((?:Async)?GeneratorFunction)\b/g, '[$2$1]');
}

/** The name of an error, and its message unless that is the engine's business. */
export function describeError(error: Error): string {
  const { name, message } = error;
  if (name === 'SuppressedError') return describeSuppressed(error as Error & { error: unknown; suppressed: unknown });
  return VAGUE.has(name) && !message.startsWith('Assignment to constant') ? name : `${name}: ${message}`;
}

/** Its message is the engine's business, too. */
function describeSuppressed({ error, suppressed }: { error: unknown; suppressed: unknown }): string {
  return `SuppressedError of ${show(error)}, ${show(suppressed)}`;
}
