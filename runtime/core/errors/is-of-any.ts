import { isInstance } from '../../contract/is-instance.ts';

/** Whether a value is an instance of one of the classes. */
export function isOfAny(value: unknown, classes: readonly unknown[]): boolean {
  return classes.some((each) => isInstance(value, each as abstract new () => unknown));
}
