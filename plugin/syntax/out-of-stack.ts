/** Whether an error says that functions have called one another too deeply; engines have words of their own for it. */
export function isOutOfStack(error: unknown): boolean {
  return error instanceof Error && /call stack|recursion/i.test(error.message) && !('code' in error);
}
