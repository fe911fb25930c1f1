/** Whether a value is an instance of one of the classes. */
export function isOfAny(value: unknown, classes: readonly unknown[]): boolean {
  return classes.some((each) => value instanceof (each as abstract new () => unknown));
}
