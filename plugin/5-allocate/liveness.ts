import { types as t } from '@babel/core';
import { boundNames } from '../3-analyze/scopes/declare.ts';
import { childrenOf, keysOf, walkNodes } from '../syntax/children.ts';
import { Conditions, join, MOST_VARIABLES, NOTHING, type Live } from './live-sets.ts';

/** What a jump may lead to. */
interface Target {
  label: string | null;
  onBreak: Live;
  /** Null for what is no loop. */
  onContinue: Live | null;
}

/**
 * Which of the variables a function must save when it is suspended: those that the way from its entry to some yield point,
 * or what follows that yield point, may read before it writes them. Temporaries are seldom among them.
 *
 * The ordinary backward analysis, on the emitted statements, with one addition: what is read is told apart by whether the
 * function runs normally (`pc` is 0) or is on its way to a yield point, where what `!pc` guards is passed over. Variables
 * that functions inside mention, and those with names that are declared once more inside, are always saved.
 */
export function liveAcrossYieldPoints(
  statements: readonly t.Statement[],
  saved: ReadonlySet<string>,
  pc: string,
): string[] {
  if (saved.size === 0) return [];
  const live = new Set<string>();
  for (const statement of statements) collectObscure(statement, live);
  const names = [...saved].filter((name) => !live.has(name));
  for (let first = 0; first < names.length; first += MOST_VARIABLES) {
    const some = names.slice(first, first + MOST_VARIABLES);
    const bits = new Liveness(some, pc).atEntry(statements);
    for (const [index, name] of some.entries()) if ((bits & (1 << index)) !== 0) live.add(name);
  }
  return [...saved].filter((name) => live.has(name));
}

/** Collects the names that occur in functions inside, and those that are declared inside. */
function collectObscure(node: t.Node, names: Set<string>): void {
  switch (node.type) {
    case 'Identifier':
    case 'JSXIdentifier':
      return;
    case 'VariableDeclarator':
      for (const name of boundNames(node.id)) names.add(name);
      break;
    case 'CatchClause':
      if (node.param) collectNames(node.param, names);
      break;
    default:
      if (t.isFunction(node) || t.isClass(node)) return collectNames(node, names);
  }
  const fields = childrenOf(node);
  for (const key of keysOf(node)) {
    const child = fields[key];
    if (child === null || child === undefined) continue;
    if (!Array.isArray(child)) collectObscure(child, names);
    else for (const element of child) if (element !== null) collectObscure(element, names);
  }
}

function collectNames(root: t.Node, names: Set<string>): void {
  walkNodes(root, (node) => {
    if (node.type === 'Identifier' || node.type === 'JSXIdentifier') names.add(node.name);
    return true;
  });
}

class Liveness {
  readonly #conditions: Conditions;
  /** What is live where a loop begins a round. It grows until it no longer changes. */
  readonly #rounds = new Map<t.Node, Live>();
  #targets: readonly Target[] = [];
  /** What is live where an error, or a jump that leaves a `try`, leads. */
  #thrown: Live = NOTHING;
  #changed = false;

  constructor(names: readonly string[], pc: string) {
    this.#conditions = new Conditions(names, pc);
  }

  /** What a re-entered function reads. */
  atEntry(statements: readonly t.Statement[]): number {
    const live = this.#all(statements, NOTHING);
    if (!this.#changed) return live.reentered;
    this.#changed = false;
    return this.atEntry(statements);
  }

  #all(statements: readonly t.Statement[], after: Live): Live {
    let live = after;
    for (let index = statements.length - 1; index >= 0; index--)
      live = this.#before(statements[index] as t.Statement, live);
    return live;
  }

  /** What is live before a statement, given what is live after it. */
  #before(node: t.Statement, after: Live): Live {
    switch (node.type) {
      case 'ExpressionStatement':
        return this.#evaluated(node.expression, after);
      case 'VariableDeclaration':
      case 'ClassDeclaration':
        return this.#evaluated(node, after);
      case 'ReturnStatement':
      case 'ThrowStatement':
        return node.argument ? this.#evaluated(node.argument, this.#thrown) : this.#thrown;
      case 'IfStatement':
        return this.#if(node, after);
      case 'BlockStatement':
        return this.#all(node.body, after);
      case 'LabeledStatement':
        return this.#labeled(node, after);
      case 'BreakStatement':
      case 'ContinueStatement':
        return this.#jump(node);
      case 'SwitchStatement':
        return this.#switch(node, after);
      case 'TryStatement':
        return this.#try(node, after);
      case 'EmptyStatement':
      case 'FunctionDeclaration':
        return after;
      default:
        return t.isLoop(node) ? this.#loop(node, [null], after) : this.#conditions.everything;
    }
  }

  #evaluated(expression: t.Node, after: Live): Live {
    return this.#conditions.expression(expression, after, this.#thrown);
  }

  #tested(test: t.Expression, yes: Live, no: Live): Live {
    return this.#conditions.branch(test, yes, no, this.#thrown);
  }

  #if({ test, consequent, alternate }: t.IfStatement, after: Live): Live {
    const otherwise = alternate ? this.#before(alternate, after) : after;
    return this.#tested(test, this.#before(consequent, after), otherwise);
  }

  #labeled(node: t.LabeledStatement, after: Live): Live {
    const labels: string[] = [];
    let body: t.Statement = node;
    for (; t.isLabeledStatement(body); body = body.body) labels.push(body.label.name);
    if (t.isLoop(body)) return this.#loop(body, [null, ...labels], after);
    const inner = body;
    const targets = labels.map((label) => ({ label, onBreak: after, onContinue: null }));
    return this.#inside(targets, () => this.#before(inner, after));
  }

  /** A jump may lead through `finally`. */
  #jump(node: t.BreakStatement | t.ContinueStatement): Live {
    const label = node.label?.name ?? null;
    const isBreak = node.type === 'BreakStatement';
    const target = this.#targets.findLast((each) => each.label === label && (isBreak || each.onContinue !== null));
    const live = isBreak ? target?.onBreak : target?.onContinue;
    return live ? join(live, this.#thrown) : this.#conditions.everything;
  }

  #switch({ discriminant, cases }: t.SwitchStatement, after: Live): Live {
    return this.#inside([{ label: null, onBreak: after, onContinue: null }], () => {
      let entry = after;
      cases.reduceRight((next, { consequent }) => {
        const live = this.#all(consequent, next);
        entry = join(entry, live);
        return live;
      }, after);
      const tests = cases.flatMap(({ test }) => (test ? [test] : []));
      const tested = tests.reduce((live, test) => this.#evaluated(test, live), entry);
      return this.#tested(discriminant, tested, tested);
    });
  }

  /** Whatever happens in the block may be what is done last in it. */
  #try({ block, handler, finalizer }: t.TryStatement, after: Live): Live {
    const outer = this.#thrown;
    const end = finalizer ? this.#before(finalizer, this.#targets.reduce(joinTarget, join(after, outer))) : after;
    if (finalizer) this.#thrown = join(outer, end);
    const caught = handler ? this.#before(handler.body, end) : end;
    this.#thrown = join(this.#thrown, caught);
    const live = join(this.#before(block, end), finalizer || handler ? caught : NOTHING);
    this.#thrown = outer;
    return live;
  }

  #loop(node: t.Loop, labels: readonly (string | null)[], after: Live): Live {
    const round = this.#rounds.get(node) ?? NOTHING;
    const inside = (onContinue: Live, body: t.Statement, next: Live): Live =>
      this.#inside(
        labels.map((label) => ({ label, onBreak: after, onContinue })),
        () => this.#before(body, next),
      );
    const live = this.#round(node, round, after, inside);
    this.#grow(node, join(round, live.round));
    return live.entry;
  }

  /** What is live at the start of a round, and where the loop is entered. */
  #round(
    node: t.Loop,
    round: Live,
    after: Live,
    inside: (onContinue: Live, body: t.Statement, next: Live) => Live,
  ): { round: Live; entry: Live } {
    if (t.isDoWhileStatement(node)) {
      const test = this.#tested(node.test, round, after);
      const body = inside(test, node.body, test);
      return { round: body, entry: body };
    }
    if (t.isForXStatement(node)) {
      const body = join(inside(round, node.body, round), after);
      const next = this.#evaluated(node.left, body);
      return { round: next, entry: this.#evaluated(node.right, join(next, after)) };
    }
    const update = t.isForStatement(node) && node.update ? this.#evaluated(node.update, round) : round;
    const body = inside(update, node.body, update);
    const test = node.test ? this.#tested(node.test, body, after) : body;
    const init = t.isForStatement(node) ? node.init : null;
    return { round: test, entry: init ? this.#evaluated(init, test) : test };
  }

  #grow(node: t.Loop, live: Live): void {
    const known = this.#rounds.get(node) ?? NOTHING;
    if (live.normal === known.normal && live.reentered === known.reentered) return;
    this.#rounds.set(node, live);
    this.#changed = true;
  }

  #inside<R>(targets: readonly Target[], body: () => R): R {
    const outer = this.#targets;
    this.#targets = [...outer, ...targets];
    const result = body();
    this.#targets = outer;
    return result;
  }
}

function joinTarget(live: Live, { onBreak, onContinue }: Target): Live {
  return join(join(live, onBreak), onContinue ?? NOTHING);
}
