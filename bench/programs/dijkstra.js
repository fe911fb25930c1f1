/** Shortest paths in a generated graph, with a binary heap that is given its comparison. */
class Heap {
  constructor(before) {
    this.before = before;
    this.items = [];
  }

  push(item) {
    const { items } = this;
    let i = items.length;
    items.push(item);
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!this.before(item, items[parent])) break;
      items[i] = items[parent];
      i = parent;
    }
    items[i] = item;
  }

  pop() {
    const { items } = this;
    const top = items[0];
    const last = items.pop();
    if (items.length > 0) this.sink(last);
    return top;
  }

  sink(item) {
    const { items } = this;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && this.before(items[child + 1], items[child])) child++;
      if (!this.before(items[child], item)) break;
      items[i] = items[child];
      i = child;
    }
    items[i] = item;
  }

  get size() {
    return this.items.length;
  }
}

class Graph {
  constructor(size) {
    this.size = size;
  }

  /** Calls `visit(neighbour, weight)` for every edge of the node. */
  eachEdge(node, visit) {
    let seed = node * 7919 + 13;
    for (let k = 0; k < 8; k++) {
      seed = (seed * 1103515245 + 12345) & 0x7fffffff;
      visit(seed % this.size, 1 + ((seed >> 8) % 100));
    }
  }
}

function shortest(graph, from) {
  const distance = new Int32Array(graph.size).fill(0x7fffffff);
  const heap = new Heap((a, b) => a.distance < b.distance);
  distance[from] = 0;
  heap.push({ node: from, distance: 0 });
  while (heap.size > 0) {
    const current = heap.pop();
    if (current.distance > distance[current.node]) continue;
    graph.eachEdge(current.node, (node, weight) => {
      const next = current.distance + weight;
      if (next >= distance[node]) return;
      distance[node] = next;
      heap.push({ node, distance: next });
    });
  }
  return distance;
}

export function run() {
  let sum = 0;
  for (const d of shortest(new Graph(10_000), 0)) if (d !== 0x7fffffff) sum += d;
  return sum;
}
