import { isInstance } from './is-instance.ts';

const { toString } = Object.prototype;
/** What the language says of errors, and the platform of its own. */
const TAGS = ['[object Error]', '[object DOMException]'];

/** Whether a value is an error, of whatever realm: where tests run in a realm of their own, the errors of Node are of another. */
export function isError(value: unknown): value is Error {
  if (isInstance(value, Error)) return true;
  return typeof value === 'object' && value !== null && isTagged(value);
}

function isTagged(value: object): boolean {
  try {
    return TAGS.includes(toString.call(value));
  } catch {
    // A proxy need not answer.
    return false;
  }
}
