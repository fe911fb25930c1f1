/** Edit distances between words, with a pluggable cost of substitution. */
function distance(a, b, cost) {
  let previous = [];
  for (let j = 0; j <= b.length; j++) previous.push(j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = previous[j - 1] + cost(a.charCodeAt(i - 1), b.charCodeAt(j - 1));
      current.push(Math.min(previous[j] + 1, current[j - 1] + 1, substituted));
    }
    previous = current;
  }
  return previous[b.length];
}

const WORDS =
  'suspend resume greenlet scheduler queue semaphore condition timeout channel border frame unwinding'.split(' ');

export function run() {
  const cost = (x, y) => (x === y ? 0 : 1);
  let sum = 0;
  for (let round = 0; round < 20; round++) {
    for (const a of WORDS) for (const b of WORDS) sum += distance(a, b, cost);
  }
  return sum;
}
