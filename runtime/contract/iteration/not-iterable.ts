/** An error in the engine's words. `name`: what the source calls the value; in front of it, `...` if a call spreads it. */
export function notIterable(value: unknown, name?: string, wanted = 'iterable'): TypeError {
  if (name === undefined)
    return new TypeError(`${describe(value)} is not ${wanted} (cannot read property Symbol(Symbol.iterator))`);
  if (!name.startsWith('...')) return new TypeError(`${name} is not ${wanted}`);
  if (value !== undefined && value !== null)
    return new TypeError('Spread syntax requires ...iterable[Symbol.iterator] to be a function');
  return new TypeError(`${name.slice(3)} is not iterable (cannot read property ${String(value)})`);
}

/** A value that the source has no name for. */
function describe(value: unknown): string {
  if (typeof value === 'string') return `string "${value}"`;
  const hasText = value === null || typeof value === 'boolean' || typeof value === 'number';
  return hasText ? `${typeof value} ${String(value)}` : typeof value;
}
