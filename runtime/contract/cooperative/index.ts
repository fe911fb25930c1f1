import { cooperativeResume } from '../generators.ts';
import { arrayMethods } from './array.ts';
import { collectionMethods } from './collections.ts';
import { functionMethods } from './functions.ts';

const versions = new Map<unknown, unknown>([
  ...cooperativeResume,
  ...functionMethods,
  ...arrayMethods,
  ...collectionMethods,
]);

/**
 * The version of a method that lets its callbacks (or the generator it resumes) suspend, where the method really is a
 * native one; any other method as it is. No prototype is touched.
 */
export function cooperative(method: unknown): unknown {
  return versions.get(method) ?? method;
}
