import { cooperativeResume } from './generators.ts';

/** The version of a method that lets its callbacks (or the generator it resumes) suspend, where the method is a native one. */
export function cooperative(method: unknown): unknown {
  return cooperativeResume.get(method) ?? method;
}
