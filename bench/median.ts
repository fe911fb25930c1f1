/** @throws {RangeError} if there are no values */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted[sorted.length >> 1];
  if (middle === undefined) throw new RangeError('the median of nothing');
  return middle;
}

/** @returns 1 for no values */
export function geometricMean(values: readonly number[]): number {
  const sum = values.reduce((logs, value) => logs + Math.log(value), 0);
  return Math.exp(sum / Math.max(1, values.length));
}
