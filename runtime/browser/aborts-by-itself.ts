/* Takes the place of ../cancellation/aborts-by-itself.ts in bundles for browsers, where nothing has to be kept alive. */

export function abortsByItself(): boolean {
  return false;
}
