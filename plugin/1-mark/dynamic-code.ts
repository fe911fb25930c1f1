import { types as t } from '@babel/core';
import { isEvaluatedInPlace } from '../syntax/evaluation/activations.ts';
import { eachChild } from '../syntax/children.ts';
import { isDirectEval } from '../syntax/evaluation/direct-eval.ts';
import { nodesOf, type NodeList } from '../syntax/node-list.ts';
import type { Marks } from './mark.ts';

/**
 * With `mark: "all"`, what cannot be compiled is left as it is: a function with direct `eval` or `with`, the functions in
 * it, and those around it, whose variables the evaluated code can reach. The others are compiled.
 *
 * Input: the marks, and the nodes of the program. Output: those functions are marked no longer, unless a directive or tag marks them.
 */
export function leaveDynamicCode(program: t.Program, list: NodeList, { marked, implied }: Marks): void {
  if (implied.size > 0 && nodesOf(list, 'WithStatement', 'CallExpression').some(isDynamic))
    new Leaver(marked, implied).visit(program, []);
}

function isDynamic(node: t.Node): boolean {
  return node.type === 'WithStatement' || isDirectEval(node);
}

class Leaver {
  readonly #marked: Set<t.Node>;
  readonly #implied: ReadonlySet<t.Node>;
  readonly #left = new Set<t.Node>();

  constructor(marked: Set<t.Node>, implied: ReadonlySet<t.Node>) {
    this.#marked = marked;
    this.#implied = implied;
  }

  /** `around`: the functions and classes that `node` is in, innermost last. */
  visit(node: t.Node, around: readonly t.Node[]): void {
    if (isDynamic(node)) {
      for (const outer of around) this.#leave(outer);
      this.#leaveAll(around[around.length - 1] ?? node);
      this.#leaveAll(node);
    }
    let inside: readonly t.Node[] | null = null;
    eachChild(node, (child, key) => {
      this.visit(child, isOwnPart(node, key) ? (inside ??= [...around, node]) : around);
    });
  }

  #leave(node: t.Node): void {
    if (this.#implied.has(node)) this.#marked.delete(node);
  }

  #leaveAll(node: t.Node): void {
    if (this.#left.has(node)) return;
    this.#left.add(node);
    this.#leave(node);
    eachChild(node, (child) => this.#leaveAll(child));
  }
}

/** Whether a child belongs to the activation of `node`, and not to that of the function around it. */
function isOwnPart(node: t.Node, key: string): boolean {
  if (t.isFunction(node) || t.isClassProperty(node) || t.isClassPrivateProperty(node)) return !isEvaluatedInPlace(key);
  return t.isClass(node) || t.isStaticBlock(node);
}
