import { types as t } from '@babel/core';
import { childrenOf, keysOf } from '../syntax/children.ts';

/**
 * The variables that may still be read, as bits: if the function runs normally here, and if it is being re-entered. They fit into
 * numbers that V8 does not put into objects.
 */
export interface Live {
  readonly normal: number;
  readonly reentered: number;
}

/** For so many variables there are bits. */
export const MOST_VARIABLES = 29;

/** Beside the variables that an expression reads: it ends the way to a yield point. */
const RESUMES = 1 << MOST_VARIABLES;

export const NOTHING: Live = { normal: 0, reentered: 0 };

export function join(a: Live, b: Live): Live {
  return { normal: a.normal | b.normal, reentered: a.reentered | b.reentered };
}

/** What expressions read and write, and where tests of `pc` lead. */
export class Conditions {
  readonly everything: Live;
  readonly #bits: ReadonlyMap<string, number>;
  readonly #pc: string;
  readonly #reads = new Map<t.Node, number>();

  constructor(names: readonly string[], pc: string) {
    this.#bits = new Map(names.map((name, index) => [name, 1 << index]));
    const all = RESUMES - 1;
    this.everything = { normal: all, reentered: all };
    this.#pc = pc;
  }

  /**
   * What is live before an expression is evaluated.
   *
   * @param thrown what is live where an error leads that is thrown now
   */
  expression(node: t.Node, after: Live, thrown: Live): Live {
    const target = assignedName(node);
    const found = this.#readsOf(target === null ? node : (node as t.AssignmentExpression).right);
    const reads = found & ~RESUMES;
    const kept = target === null ? ~0 : ~(this.#bits.get(target) ?? 0);
    const normal = (after.normal & kept) | reads | thrown.normal;
    if (found !== reads) return { normal, reentered: normal };
    return { normal, reentered: (after.reentered & kept) | reads | thrown.reentered };
  }

  /** What is live before a test, given what is live where it is true, and where it is false. */
  branch(test: t.Expression, yes: Live, no: Live, thrown: Live): Live {
    switch (test.type) {
      case 'UnaryExpression':
        if (test.operator === '!') return this.branch(test.argument, no, yes, thrown);
        break;
      case 'LogicalExpression':
        return this.#logical(test, yes, no, thrown);
      case 'ConditionalExpression': {
        const consequent = this.branch(test.consequent, yes, no, thrown);
        return this.branch(test.test, consequent, this.branch(test.alternate, yes, no, thrown), thrown);
      }
      default:
        if (t.isIdentifier(test, { name: this.#pc })) return { normal: no.normal, reentered: yes.reentered };
    }
    return this.expression(test, join(yes, no), thrown);
  }

  #logical(test: t.LogicalExpression, yes: Live, no: Live, thrown: Live): Live {
    const { left, right, operator } = test;
    if (operator === '??') return this.expression(test, join(yes, no), thrown);
    const further = this.branch(right, yes, no, thrown);
    return operator === '&&' ? this.branch(left, further, no, thrown) : this.branch(left, yes, further, thrown);
  }

  #readsOf(node: t.Node): number {
    let reads = this.#reads.get(node);
    if (reads === undefined) this.#reads.set(node, (reads = this.#collect(node)));
    return reads;
  }

  /** Targets of assignments inside of expressions count as read, too. What functions inside mention is no variable of these. */
  #collect(node: t.Node): number {
    if (node.type === 'Identifier' || node.type === 'JSXIdentifier') return this.#bits.get(node.name) ?? 0;
    if (t.isFunction(node)) return 0;
    let reads = this.#assignsPc(node) ? RESUMES : 0;
    const fields = childrenOf(node);
    for (const key of keysOf(node)) {
      const child = fields[key];
      if (child === null || child === undefined || isName(node, key)) continue;
      if (!Array.isArray(child)) reads |= this.#collect(child);
      else for (const element of child) if (element !== null) reads |= this.#collect(element);
    }
    return reads;
  }

  /** Whether the expression ends the way to a yield point: `take(pc = 0)` */
  #assignsPc(node: t.Node): boolean {
    return node.type === 'AssignmentExpression' && node.left.type === 'Identifier' && node.left.name === this.#pc;
  }
}

/** The variable that the expression assigns to, and does nothing else with. */
function assignedName(node: t.Node): string | null {
  if (node.type !== 'AssignmentExpression' || node.operator !== '=' || node.left.type !== 'Identifier') return null;
  return node.left.name;
}

/** Whether what is under `key` is the name of a property. */
function isName(parent: t.Node, key: string): boolean {
  if (parent.type === 'MemberExpression' || parent.type === 'OptionalMemberExpression')
    return key === 'property' && !parent.computed;
  return parent.type === 'ObjectProperty' && key === 'key' && !parent.computed && parent.key !== parent.value;
}
