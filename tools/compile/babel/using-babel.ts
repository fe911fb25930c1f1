/** How many uses of Babel are under way. */
let depth = 0;

/** Whether Babel is working, or being loaded. */
export function isUsingBabel(): boolean {
  return depth > 0;
}

/** Calls `use`, which makes Babel work. */
export function whileUsingBabel<Result>(use: () => Result): Result {
  depth++;
  try {
    return use();
  } finally {
    depth--;
  }
}
