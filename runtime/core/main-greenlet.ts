import { getCurrent, type Greenlet } from './greenlet.ts';

/** The greenlet whose code turns the hub: the parent of all greenlets of the library, as the hub is in gevent. */
export const mainGreenlet: Greenlet = rootOf(getCurrent());

function rootOf(greenlet: Greenlet): Greenlet {
  return greenlet.parent === null ? greenlet : rootOf(greenlet.parent);
}
