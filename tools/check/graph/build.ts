import type { ts } from 'ts-morph';
import type { CooperativeCall } from '../../../plugin/explain/facts.ts';
import type { Host } from '../host.ts';
import { returnsResult, useOf } from './callbacks.ts';
import { Functions } from './functions.ts';
import { describeOutside, isOurs, type Outside } from './leaves.ts';
import type { Call, Fn, Graph, Handing, Leaf } from './model.ts';
import { treatmentBy } from './natives.ts';
import { givenTo, Resolver } from './resolve.ts';
import { Relevance } from './relevance.ts';
import { Views } from './views.ts';
import { blocksByArguments, hasCallback, isPutThatCannotBlock } from './arguments.ts';

type CallNode = ts.CallExpression | ts.NewExpression | ts.TaggedTemplateExpression;

/** Finds out who calls whom, and what blocks. */
export function buildGraph(host: Host): Graph {
  const functions = new Functions(host);
  const builder = new Builder(host, functions);
  host.files.forEach((file, index) => {
    builder.addFile(file);
    host.progress(index + 1);
  });
  builder.finish();
  return { functions: functions.all, handings: builder.handings, started: builder.started };
}

class Builder {
  readonly handings: Handing[] = [];
  readonly started = new Set<Fn>();
  readonly #host: Host;
  readonly #functions: Functions;
  readonly #resolver: Resolver;
  /** What flows from parameters to parameters. */
  readonly #flows: [ReadonlySet<Fn>, Set<Fn>][] = [];
  readonly #toStart: ReadonlySet<Fn>[] = [];
  readonly #toHand: [ReadonlySet<Fn>, Omit<Handing, 'fn'>][] = [];
  readonly #outside = new Map<ts.Node, Outside>();
  readonly #relevance: Relevance;
  #cooperative = new Map<string, CooperativeCall>();
  /** Of the file that is being read; null where there are none. */
  readonly #allViews: Views;
  #views: Views | null = null;

  constructor(host: Host, functions: Functions) {
    this.#host = host;
    this.#functions = functions;
    this.#resolver = new Resolver(host, functions);
    this.#relevance = new Relevance(host, functions.names);
    this.#allViews = new Views(host);
  }

  addFile(file: ts.SourceFile): void {
    const { cooperative, bound } = this.#host.facts(file);
    this.#views = bound.some(({ isView }) => isView) ? this.#allViews : null;
    this.#cooperative = new Map(cooperative.map((call) => [`${call.start}:${call.end}`, call]));
    const fn = this.#functions.at(file);
    if (fn !== undefined) this.#visitChildren(file, fn);
  }

  /** To be called when all files have been added. */
  finish(): void {
    for (let changed = true; changed;) {
      changed = false;
      for (const [from, to] of this.#flows) {
        const before = to.size;
        for (const fn of from) to.add(fn);
        changed ||= to.size > before;
      }
    }
    for (const fns of this.#toStart) for (const fn of fns) this.started.add(fn);
    for (const [fns, handing] of this.#toHand) for (const fn of fns) this.handings.push({ ...handing, fn });
  }

  #visitChildren(node: ts.Node, fn: Fn): void {
    this.#host.ts.forEachChild(node, (child) => this.#visit(child, this.#functions.at(child) ?? fn));
  }

  #visit(node: ts.Node, fn: Fn): void {
    const { ts } = this.#host;
    if (ts.isCallExpression(node) || ts.isNewExpression(node) || ts.isTaggedTemplateExpression(node))
      this.#addCall(node, fn);
    else if (ts.isForOfStatement(node) && node.awaitModifier === undefined) this.#addIteration(node.expression, fn);
    else if (ts.isSpreadElement(node)) this.#addIteration(node.expression, fn);
    else if (ts.isTemplateSpan(node)) this.#addConversion(node.expression, fn);
    this.#visitChildren(node, fn);
  }

  #addCall(node: CallNode, fn: Fn): void {
    if (this.#views === null && !this.#relevance.isRelevant(node)) return;
    const { fns, outside } = this.#resolver.callee(node);
    const declaration = outside ?? ownDeclaration(fns);
    const described = declaration === null ? null : this.#describe(declaration);
    const leaf = this.#cooperativeLeaf(node) ?? this.#views?.leafOf(node) ?? this.#leafOf(node, described);
    if (leaf !== null || outside === null) fn.calls.push({ node, callees: fns, leaf, iterates: false });
    if (this.#host.ts.isTaggedTemplateExpression(node)) return;
    node.arguments?.forEach((argument, index) => {
      if (declaration === null) this.#pass(argument, index, fns);
      else this.#handOver({ node, argument, index, from: fn, outside: declaration, described });
    });
  }

  #describe(declaration: ts.Node): Outside {
    const known = this.#outside.get(declaration) ?? describeOutside(declaration, this.#host);
    this.#outside.set(declaration, known);
    return known;
  }

  #leafOf(node: CallNode, outside: Outside | null): Leaf | null {
    if (outside?.leaf == null) return null;
    if (isPutThatCannotBlock(node, outside.name, this.#host)) return null;
    return blocksByArguments(node, this.#host) ? outside.leaf : null;
  }

  #cooperativeLeaf(node: CallNode): Leaf | null {
    const call = this.#cooperative.get(`${node.getStart()}:${node.end}`);
    if (call === undefined) return null;
    if (!call.hasSyncForm && hasCallback(node, this.#host)) return null;
    return { name: call.name, mayWork: call.hasSyncForm, inMarkedOnly: !call.isExplicit };
  }

  /** An argument of a function of the project. */
  #pass(argument: ts.Expression, index: number, callees: ReadonlySet<Fn>): void {
    const { fns, isFixed } = this.#resolver.meaning(argument);
    if (isFixed && fns.size === 0) return;
    for (const callee of callees) this.#flows.push([fns, givenTo(callee, index)]);
  }

  #handOver({ node, argument, index, from, outside, described }: HandedArgument): void {
    const { fns, isFixed } = this.#resolver.meaning(argument);
    if (isFixed && fns.size === 0) return;
    const handTo = (when: Handing['when']): unknown =>
      this.#toHand.push([fns, { node: argument, from, to: calleeText(node, this.#host), when }]);
    if (isOurs(outside)) {
      const use = useOf(node, index, outside, this.#host);
      if (use === 'calls') from.calls.push(callOf(node, fns));
      else if (use === 'starts') this.#toStart.push(fns);
      else handTo(use);
    } else if (described?.leaf == null) {
      const treatment = treatmentBy(outside, node, this.#host);
      if (treatment === 'cooperative') from.calls.push(callOf(node, fns));
      else if (treatment === 'never' || (treatment === 'unknown' && !this.#takesFunction(node, index))) return;
      else if (!this.#allViews.takes(node)) handTo(treatment);
      else if (returnsResult(node, index, this.#host)) from.calls.push(callOf(node, fns));
      else this.#toStart.push(fns);
    }
  }

  /** Whether the declaration of what is called says that the argument is a function. */
  #takesFunction(node: CallNode, index: number): boolean {
    const { checker } = this.#host;
    const signature = checker.getResolvedSignature(node);
    const parameter = signature?.parameters[Math.min(index, signature.parameters.length - 1)];
    if (parameter?.valueDeclaration === undefined) return false;
    const type = checker.getNonNullableType(checker.getTypeOfSymbolAtLocation(parameter, parameter.valueDeclaration));
    const types = type.isUnion() ? type.types : [type];
    return types.some((member) => member.getCallSignatures().length > 0);
  }

  /** `${x}`, where `x` has a method of the project for it: the language calls that. */
  #addConversion(expression: ts.Expression, fn: Fn): void {
    const names = CONVERTING.filter((name) => this.#functions.names.has(name));
    if (names.length === 0) return;
    const type = this.#host.checker.getTypeAtLocation(expression);
    for (const name of names) {
      const declaration = type.getProperty(name)?.valueDeclaration;
      const called = declaration === undefined ? undefined : this.#functions.at(declaration);
      if (called === undefined) continue;
      this.handings.push({ node: expression, from: fn, fn: called, to: '${...}', when: 'now' });
      return;
    }
  }

  /** `for (const x of f())`, where `f` is a generator. */
  #addIteration(expression: ts.Expression, fn: Fn): void {
    const { ts } = this.#host;
    if (!ts.isCallExpression(expression) || !this.#relevance.isRelevant(expression)) return;
    const { fns } = this.#resolver.callee(expression);
    if (fns.size > 0) fn.calls.push({ node: expression, callees: fns, leaf: null, iterates: true });
  }
}

/** In the order in which the language asks for them. */
const CONVERTING = ['toString', 'valueOf'];

interface HandedArgument {
  node: ts.CallExpression | ts.NewExpression;
  argument: ts.Expression;
  index: number;
  from: Fn;
  outside: ts.Node;
  described: Outside | null;
}

/** A function of this package, where that is the project. */
function ownDeclaration(fns: ReadonlySet<Fn>): ts.Node | null {
  const [fn, ...others] = fns;
  return fn !== undefined && others.length === 0 && isOurs(fn.node) ? fn.node : null;
}

function callOf(node: ts.Node, callees: ReadonlySet<Fn>): Call {
  return { node, callees, leaf: null, iterates: false };
}

function calleeText(node: ts.CallExpression | ts.NewExpression, { ts }: Host): string {
  const text = node.expression.getText().replace(/\s+/g, ' ');
  return ts.isNewExpression(node) ? `new ${text}` : text;
}
