import { types as t } from '@babel/core';
import { cancellationProperty } from './cancellations.ts';
import { eachChild, unwrap } from '../../syntax/children.ts';
import { onlyValue } from './only-values.ts';
import { constantText } from '../../syntax/constant-text.ts';
import type { Resolution, Binding, Scope } from '../model.ts';

/** What names a cancellation wherever it is compared. */
const NAMES = new Set(['GreenletExit', 'Timeout', 'AbortError', 'TimeoutError', 'ABORT_ERR']);
/** Properties of errors that say what they are. */
const NAME_PROPERTIES = new Set(['name', 'code']);
/** Classes that every error is an instance of. */
const GENERAL = new Set(['Error', 'Object']);
/** Instances of the language's own classes are called like these. */
const BUILT_IN = new Set(['EvalError', 'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError', 'URIError']);
const COMPARISONS = new Set(['==', '===', '!=', '!==']);

/** What a `catch` clause names: classes of errors by their names, and expressions that stand behind `instanceof`. */
export interface Mentions {
  names: Set<string>;
  classes: Path[];
  /** What the error is compared with, or whose method `owns` is asked. */
  comparisons: { path: Path; owns: boolean }[];
}

/**
 * What a clause names, so that it takes the cancellations that are called so: `error instanceof X`, `error.name === 'X'`
 * (also in a `switch`, or a list that is asked with `includes`), `GreenletExit`, `Timeout` or `isCancellation` anywhere,
 * `signal.aborted`. A function of the same file that is given the error names what it names.
 */
export function mentionsOf(handler: t.CatchClause, analysis: Resolution, known: Known): Mentions {
  const mentions: Mentions = { names: new Set(), classes: [], comparisons: [] };
  new Collector(mentions, analysis, known, handler).visit(handler, true);
  return mentions;
}

/** What is known about the variables of the program. */
export interface Known {
  /** Those that stand for cancellations, and their names. */
  readonly cancellations: ReadonlyMap<Binding, string>;
  /** What those are assigned that are assigned once. */
  readonly assignments: ReadonlyMap<Binding, t.Node>;
}

class Collector {
  readonly #mentions: Mentions;
  readonly #analysis: Resolution;
  readonly #known: Known;
  readonly #handler: t.CatchClause;
  /** The variables that hold the error: that of the clause, and parameters of the functions that are given it. */
  readonly #errors = new Set<Binding>();
  readonly #helpers = new Set<t.Node>();

  constructor(mentions: Mentions, analysis: Resolution, known: Known, handler: t.CatchClause) {
    this.#mentions = mentions;
    this.#analysis = analysis;
    this.#known = known;
    this.#handler = handler;
    this.#addError(handler.param);
  }

  /** `inClause`: whether the variables of the clause are in reach. */
  visit(node: t.Node, inClause: boolean): void {
    const binding = this.#analysis.refOf.get(node)?.binding;
    this.#name(binding ? this.#known.cancellations.get(binding) : undefined);
    this.#name(cancellationProperty(node) ?? undefined);
    if (isAborted(node)) this.#name('aborted');
    if (t.isBinaryExpression(node)) this.#comparison(node, inClause);
    else if (t.isSwitchStatement(node)) this.#switch(node);
    else if (t.isCallExpression(node)) this.#call(node, inClause);
    else if (t.isVariableDeclarator(node)) this.#alias(node.id, node.init);
    else if (t.isAssignmentExpression(node)) this.#alias(node.left, node.right);
    eachChild(node, (child) => this.visit(child, inClause));
  }

  /** Another name for the error. */
  #alias(target: t.Node, value: t.Node | null | undefined): void {
    if (value && this.#isError(value)) this.#addError(target);
  }

  #name(name: string | undefined): void {
    if (name !== undefined) this.#mentions.names.add(name);
  }

  #comparison({ operator, left, right }: t.BinaryExpression, inClause: boolean): void {
    if (operator === 'instanceof') return this.#class(unwrap(right), inClause);
    if (!COMPARISONS.has(operator)) return;
    if (this.#isError(left)) this.#compare(right, false, inClause);
    else if (this.#isError(right)) this.#compare(left, false, inClause);
    this.#literal(left, isName(right));
    this.#literal(right, isName(left));
  }

  /** `error === timeout`, `timeout.owns(error)`: evaluated when there is a cancellation. */
  #compare(expression: t.Node, owns: boolean, inClause: boolean): void {
    const path = unwrap(expression);
    if (!inClause || !isPath(path)) return;
    const binding = this.#analysis.refOf.get(rootOf(path))?.binding ?? null;
    if (binding === null || this.#isInside(binding)) return;
    this.#mentions.comparisons.push({ path, owns });
  }

  /** A string that is one of the usual names, or is compared with the name of something. */
  #literal(node: t.Node, isCompared: boolean): void {
    const expression = unwrap(node);
    const text = constantText(this.#valueOf(expression) ?? expression);
    if (text !== null && (isCompared || NAMES.has(text))) this.#name(text);
  }

  #switch({ discriminant, cases }: t.SwitchStatement): void {
    for (const { test } of cases) if (test) this.#literal(test, isName(discriminant));
  }

  /** Our own, and those of the language, are known by name. Any other is looked at when there is a cancellation. */
  #class(node: t.Node, inClause: boolean): void {
    if (!isPath(node) || cancellationProperty(node) !== null) return;
    const binding = this.#analysis.refOf.get(rootOf(node))?.binding ?? null;
    if (t.isIdentifier(node) && binding === null) {
      if (GENERAL.has(node.name)) return;
      if (BUILT_IN.has(node.name)) return this.#name(node.name);
    }
    if (binding !== null && (this.#known.cancellations.has(binding) || this.#isInside(binding))) return;
    if (inClause) this.#mentions.classes.push(node);
  }

  /** Whether a variable of the clause, which has no value yet when it is entered. */
  #isInside({ scope }: Binding): boolean {
    for (let around: Scope | null = scope; around !== null; around = around.parent) {
      if (around.node === this.#handler || around.node === this.#handler.body) return true;
    }
    return false;
  }

  #call({ callee, arguments: args }: t.CallExpression, inClause: boolean): void {
    if (t.isMemberExpression(callee) && t.isArrayExpression(callee.object)) {
      for (const element of callee.object.elements) if (element) this.#literal(element, args.some(isName));
    }
    if (t.isMemberExpression(callee) && t.isRegExpLiteral(callee.object) && args.some(isName))
      for (const name of NAMES) if (matches(callee.object, name)) this.#name(name);
    if (
      t.isMemberExpression(callee) &&
      t.isIdentifier(callee.property, { name: 'owns' }) &&
      args.some((arg) => this.#isError(arg))
    )
      this.#compare(callee.object, true, inClause);
    if (args.some((arg) => this.#isError(arg))) this.#follow(this.#functionOf(callee), args);
  }

  /** A function that is given the error. */
  #follow(helper: t.Function | null, args: readonly t.Node[]): void {
    if (helper === null || this.#helpers.has(helper)) return;
    this.#helpers.add(helper);
    helper.params.forEach((param, index) => {
      const arg = args[index];
      if (arg !== undefined && this.#isError(arg)) this.#addError(param);
    });
    this.visit(helper, false);
  }

  #addError(variable: t.Node | null | undefined): void {
    const binding = variable && this.#analysis.refOf.get(variable)?.binding;
    if (binding) this.#errors.add(binding);
  }

  #isError(node: t.Node): boolean {
    const binding = this.#analysis.refOf.get(unwrap(node))?.binding;
    return binding !== undefined && binding !== null && this.#errors.has(binding);
  }

  /** The function of this file that a call is certain to call. */
  #functionOf(callee: t.Node): t.Function | null {
    const value = this.#valueOf(callee);
    return t.isFunction(value) ? value : null;
  }

  /** What a variable holds, if it never gets anything else. */
  #valueOf(node: t.Node): t.Node | null {
    const binding = this.#analysis.refOf.get(node)?.binding;
    return binding ? onlyValue(binding, this.#known.assignments) : null;
  }
}

/** `error.name`, `error.constructor.name`, `error.code` */
function isName(node: t.Node): boolean {
  const inner = unwrap(node);
  if (!t.isMemberExpression(inner) && !t.isOptionalMemberExpression(inner)) return false;
  const { property, computed } = inner;
  if (computed) return t.isStringLiteral(property) && NAME_PROPERTIES.has(property.value);
  return t.isIdentifier(property) && NAME_PROPERTIES.has(property.name);
}

function matches({ pattern, flags }: t.RegExpLiteral, name: string): boolean {
  try {
    return new RegExp(pattern, flags).test(name);
  } catch {
    // The engine that compiles may know fewer flags than the one that runs.
    return false;
  }
}

/** `signal.aborted`, `signal.throwIfAborted()` */
function isAborted(node: t.Node): boolean {
  if (!t.isMemberExpression(node) && !t.isOptionalMemberExpression(node)) return false;
  return (
    t.isIdentifier(node.property, { name: 'aborted' }) || t.isIdentifier(node.property, { name: 'throwIfAborted' })
  );
}

/** `X`, `errors.X`: to evaluate it once more changes nothing. */
export type Path = t.Identifier | t.MemberExpression;

function rootOf(node: Path): t.Node {
  return t.isMemberExpression(node) ? rootOf(node.object as Path) : node;
}

function isPath(node: t.Node): node is Path {
  if (t.isIdentifier(node)) return true;
  return t.isMemberExpression(node) && !node.computed && t.isIdentifier(node.property) && isPath(node.object);
}
