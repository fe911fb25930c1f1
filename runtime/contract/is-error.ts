const { toString } = Object.prototype;
/** What the language says of errors, and the platform of its own. */
const TAGS = ['[object Error]', '[object DOMException]'];

/** Whether a value is an error, of whatever realm: where tests run in a realm of their own, the errors of Node are of another. */
export function isError(value: unknown): value is Error {
  if (value instanceof Error) return true;
  return typeof value === 'object' && value !== null && TAGS.includes(toString.call(value));
}
