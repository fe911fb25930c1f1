import type { types as t } from '@babel/core';
import type { FunctionInfo, Resolution } from '../model.ts';

/** What contains a yield point, inside the same function, and the functions that contain one. */
export function findAround(
  yieldPoints: ReadonlySet<t.Node>,
  analysis: Resolution,
): { yielding: Set<t.Node>; functions: Set<FunctionInfo> } {
  const { nodes } = analysis.list;
  const seen = new Uint8Array(nodes.length);
  const yielding = new Set<t.Node>();
  const functions = new Set<FunctionInfo>();
  const add = (index: number): boolean => {
    yielding.add(nodes[index] as t.Node);
    if (seen[index] === 1) return false;
    seen[index] = 1;
    return true;
  };
  nodes.forEach((node, index) => {
    if (yieldPoints.has(node) && add(index)) eachAround(index, analysis, add, (fn) => functions.add(fn));
  });
  return { yielding, functions };
}

/**
 * Goes from a node to the function that evaluates it. Methods and fields on the way are left out: of these, it is a key or a
 * decorator that the function around evaluates.
 *
 * @param visit is given what is around the node; if it returns false, that is all
 */
export function eachAround(
  index: number,
  { list: { nodes, parents }, infoOf }: Resolution,
  visit: ((index: number) => boolean) | null,
  end: (fn: FunctionInfo) => void,
): void {
  let child = nodes[index] as t.Node;
  for (let around = parents[index] as number; around >= 0; around = parents[around] as number) {
    const node = nodes[around] as t.Node;
    const fn = infoOf.get(node);
    if (fn !== undefined && !isOuterPart(child, node)) return end(fn);
    if (fn === undefined && visit !== null && !visit(around)) return;
    child = node;
  }
}

/** Whether it is a part of a method or field that the surrounding function evaluates. */
function isOuterPart(child: t.Node, node: t.Node): boolean {
  const { key, decorators } = node as { key?: t.Node; decorators?: t.Node[] | null };
  return key === child || (decorators?.includes(child) ?? false);
}
