/** Allocation of short-lived trees, walked recursively through methods and through a visitor. */
class Tree {
  constructor(left, right) {
    this.left = left;
    this.right = right;
  }

  check() {
    return this.left === null ? 1 : 1 + this.left.check() + this.right.check();
  }

  visit(visitor) {
    visitor(this);
    if (this.left !== null) {
      this.left.visit(visitor);
      this.right.visit(visitor);
    }
  }
}

function grow(depth, leaf) {
  if (depth === 0) return leaf();
  return new Tree(grow(depth - 1, leaf), grow(depth - 1, leaf));
}

export function run() {
  let sum = 0;
  const leaf = () => new Tree(null, null);
  for (let depth = 4; depth <= 14; depth += 2) {
    const tree = grow(depth, leaf);
    sum += tree.check();
    tree.visit((node) => {
      if (node.left === null) sum++;
    });
  }
  return sum;
}
