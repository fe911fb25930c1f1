import { suspendInContext } from './contexts/keep-context.ts';
import { link, SUSPENDED } from './link.ts';

/**
 * With the option `stress`, every yield point suspends and is resumed at once with the value that it had: a program
 * must not notice.
 */
export function bounce(value: unknown): unknown {
  if (value === SUSPENDED || link.border > 0) return value;
  const { registers } = link;
  registers.target = registers.current;
  registers.value = value;
  registers.throwing = false;
  return link.contexts ? suspendInContext() : SUSPENDED;
}

/** `bounce` in a generator, which can only suspend if cooperative code resumed it. */
export function bounceIf(open: object | false | null, value: unknown): unknown {
  return open ? bounce(value) : value;
}
