import { types as t } from '@babel/core';
import { eachChild, walkNodes } from '../syntax/children.ts';

/** The variables that may still be read, as bits: if the function runs normally here, and if it is being re-entered. */
export interface Live {
  normal: bigint;
  reentered: bigint;
}

export const NOTHING: Live = { normal: 0n, reentered: 0n };

export function join(a: Live, b: Live): Live {
  return { normal: a.normal | b.normal, reentered: a.reentered | b.reentered };
}

/** What expressions read and write, and where tests of `pc` lead. */
export class Conditions {
  readonly everything: Live;
  readonly #bits: ReadonlyMap<string, bigint>;
  readonly #pc: string;
  readonly #thrown: () => Live;
  readonly #reads = new Map<t.Node, bigint>();
  readonly #resumes = new Map<t.Node, boolean>();

  /** `thrown`: what is live where an error leads that is thrown now. */
  constructor(names: readonly string[], pc: string, thrown: () => Live) {
    this.#bits = new Map(names.map((name, index) => [name, 1n << BigInt(index)]));
    const all = (1n << BigInt(names.length)) - 1n;
    this.everything = { normal: all, reentered: all };
    this.#pc = pc;
    this.#thrown = thrown;
  }

  /** What is live before an expression is evaluated. */
  expression(node: t.Node, after: Live): Live {
    const { target, value } = assignmentTo(node);
    const written = target === null ? 0n : (this.#bits.get(target) ?? 0n);
    const reads = this.#readsOf(value);
    const before = (live: bigint): bigint => (live & ~written) | reads;
    const normal = before(after.normal) | this.#thrown().normal;
    if (this.#isResumed(value)) return { normal, reentered: normal };
    return { normal, reentered: before(after.reentered) | this.#thrown().reentered };
  }

  /** What is live before a test, given what is live where it is true, and where it is false. */
  branch(test: t.Expression, yes: Live, no: Live): Live {
    if (t.isIdentifier(test, { name: this.#pc })) return { normal: no.normal, reentered: yes.reentered };
    if (t.isUnaryExpression(test, { operator: '!' })) return this.branch(test.argument, no, yes);
    if (t.isLogicalExpression(test, { operator: '&&' }))
      return this.branch(test.left, this.branch(test.right, yes, no), no);
    if (t.isLogicalExpression(test, { operator: '||' }))
      return this.branch(test.left, yes, this.branch(test.right, yes, no));
    if (t.isConditionalExpression(test))
      return this.branch(test.test, this.branch(test.consequent, yes, no), this.branch(test.alternate, yes, no));
    return this.expression(test, join(yes, no));
  }

  #readsOf(node: t.Node): bigint {
    let reads = this.#reads.get(node);
    if (reads === undefined) this.#reads.set(node, (reads = this.#collectReads(node)));
    return reads;
  }

  /** Targets of assignments inside of expressions count as read, too. */
  #collectReads(node: t.Node): bigint {
    if (node.type === 'Identifier' || node.type === 'JSXIdentifier') return this.#bits.get(node.name) ?? 0n;
    let reads = 0n;
    eachChild(node, (child) => {
      if (!isName(node, child)) reads |= this.#collectReads(child);
    });
    return reads;
  }

  /** Whether the expression ends the way to a yield point: `take(pc = 0)` */
  #isResumed(node: t.Node): boolean {
    let resumes = this.#resumes.get(node);
    if (resumes === undefined) this.#resumes.set(node, (resumes = this.#assignsPc(node)));
    return resumes;
  }

  #assignsPc(expression: t.Node): boolean {
    let found = false;
    walkNodes(expression, (node) => {
      found ||= node.type === 'AssignmentExpression' && t.isIdentifier(node.left, { name: this.#pc });
      return !found && !t.isFunction(node);
    });
    return found;
  }
}

function assignmentTo(node: t.Node): { target: string | null; value: t.Node } {
  if (t.isAssignmentExpression(node, { operator: '=' }) && t.isIdentifier(node.left))
    return { target: node.left.name, value: node.right };
  return { target: null, value: node };
}

function isName(parent: t.Node, child: t.Node): boolean {
  if (parent.type === 'MemberExpression' || parent.type === 'OptionalMemberExpression')
    return child === parent.property && !parent.computed;
  if (parent.type === 'ObjectProperty') return child === parent.key && child !== parent.value && !parent.computed;
  return false;
}
