/** A value in an error: its text, and its type. */
export function showValue(value: unknown): string {
  if (value === null) return '`null`';
  if (value === undefined) return '`undefined`';
  if (isEmptyArray(value)) return '`[]` (object)';
  if (typeof value === 'object') return `an instance of \`${className(value)}\` (object)`;
  if (typeof value === 'function') return `\`${nameOf(value) || 'anonymous'}\` (function)`;
  if (typeof value === 'string') return `\`${JSON.stringify(value)}\` (string)`;
  if (typeof value === 'bigint') return `\`${String(value)}n\` (bigint)`;
  // eslint-disable-next-line @typescript-eslint/no-base-to-string -- objects are dealt with above
  return `\`${String(value)}\` (${typeof value})`;
}

/** Where an array is expected, that is what is wrong with it. */
function isEmptyArray(value: unknown): boolean {
  return read(() => Array.isArray(value) && value.length === 0, false);
}

function className(value: object): string {
  return read(() => nameOf(value.constructor), '') || 'Object';
}

function nameOf(value: unknown): string {
  return read(() => (typeof value === 'function' ? value.name : ''), '');
}

/** Whatever a value does when it is asked, it is refused for what it is. */
function read<T>(ask: () => T, otherwise: T): T {
  try {
    return ask();
  } catch {
    return otherwise;
  }
}
