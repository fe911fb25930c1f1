/** Whether every line is as it is untouched, or is one that the build makes of it without our plugin. */
export function isMixture(actual: string, untouched: string, built: string): boolean {
  const before = untouched.split('\n');
  const without = new Set(built.split('\n'));
  const lines = actual.split('\n');
  return lines.length === before.length && lines.every((line, at) => line === before[at] || without.has(line));
}

/** Whether outcomes are the same but for the code that the engine quotes in an error's message: builds rename variables. */
export function isSameButForQuotes(actual: string, expected: string): boolean {
  return withoutQuotes(actual) === withoutQuotes(expected);
}

function withoutQuotes(outcome: string): string {
  return outcome.replace(/TypeError: \S+ (?=is not (?:a function|a constructor|iterable)\b)/g, 'TypeError: ');
}
