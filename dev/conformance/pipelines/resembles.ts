/** Whether every line is as it is untouched, or is one that the build makes of it without our plugin. */
export function isMixture(actual: string, untouched: string, built: string): boolean {
  const lines = actual.split('\n');
  const before = untouched.split('\n');
  const without = built.split('\n');
  const isWhole = lines.length === before.length || lines.at(-1) === without.at(-1);
  return isWhole && lines.every((line, at) => line === before[at] || without.includes(line));
}

/** Whether outcomes are the same but for the code that the engine quotes in an error's message: builds rename variables. */
export function isSameButForQuotes(actual: string, expected: string): boolean {
  return withoutQuotes(actual) === withoutQuotes(expected);
}

function withoutQuotes(outcome: string): string {
  return outcome.replace(/(TypeError: |")[^"\n]+? (?=is not (?:a function|a constructor|iterable)\b)/g, '$1');
}
