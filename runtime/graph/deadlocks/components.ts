/** How far a node has been gone through. */
interface Visit<Node> {
  readonly node: Node;
  readonly next: readonly Node[];
  at: number;
  readonly index: number;
  low: number;
}

/**
 * Those nodes that lead to one another, in groups; nodes that do not lead back to themselves are in none. Without recursion, for a chain may be
 * long.
 *
 * Source: Tarjan's strongly connected components.
 */
export function circlesOf<Node>(nodes: Iterable<Node>, next: (node: Node) => readonly Node[]): Node[][] {
  const circles: Node[][] = [];
  const visits = new Map<Node, Visit<Node>>();
  const open: Node[] = [];
  const isOpen = new Set<Node>();

  function enter(node: Node): Visit<Node> {
    const visit = { node, next: next(node), at: 0, index: visits.size, low: visits.size };
    visits.set(node, visit);
    open.push(node);
    isOpen.add(node);
    return visit;
  }

  function leave({ node, next: successors, index, low }: Visit<Node>): void {
    if (low < index) return;
    const circle = open.splice(open.lastIndexOf(node));
    for (const member of circle) isOpen.delete(member);
    if (circle.length > 1 || successors.includes(node)) circles.push(circle);
  }

  function go(first: Node): void {
    const path = [enter(first)];
    for (let visit; (visit = path.at(-1)) !== undefined;) {
      const successor = visit.next[visit.at++];
      if (successor === undefined) {
        path.pop();
        leave(visit);
        const outer = path.at(-1);
        if (outer !== undefined) outer.low = Math.min(outer.low, visit.low);
        continue;
      }
      const seen = visits.get(successor);
      if (seen === undefined) path.push(enter(successor));
      else if (isOpen.has(successor)) visit.low = Math.min(visit.low, seen.index);
    }
  }

  for (const node of nodes) if (!visits.has(node)) go(node);
  return circles;
}
