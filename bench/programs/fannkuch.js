/** Permutations: integer arrays in one function, with a visitor called for each permutation. */
function countFlips(p) {
  const q = p.slice();
  let flips = 0;
  for (let first = q[0]; first !== 0; first = q[0]) {
    for (let i = 0, j = first; i < j; i++, j--) {
      const swapped = q[i];
      q[i] = q[j];
      q[j] = swapped;
    }
    flips++;
  }
  return flips;
}

function permutations(n, visit) {
  const p = [];
  const count = [];
  for (let i = 0; i < n; i++) {
    p.push(i);
    count.push(i + 1);
  }
  let index = 0;
  for (;;) {
    visit(p, index++);
    let r = 1;
    for (; r < n; r++) {
      const first = p[0];
      for (let i = 0; i < r; i++) p[i] = p[i + 1];
      p[r] = first;
      if (--count[r] > 0) break;
      count[r] = r + 1;
    }
    if (r === n) return index;
  }
}

export function run() {
  let maximum = 0;
  let checksum = 0;
  permutations(8, (p, index) => {
    const flips = countFlips(p);
    if (flips > maximum) maximum = flips;
    checksum += index % 2 === 0 ? flips : -flips;
  });
  return checksum * 1000 + maximum;
}
