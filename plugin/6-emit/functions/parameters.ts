import { types as t } from '@babel/core';
import { equal, id, list, run, undef, when } from '../../syntax/build.ts';
import type { FunctionContext } from '../context/function-context.ts';
import { named } from '../values/naming.ts';
import { ARGUMENT, DEFAULTED } from '../values/origins.ts';
import { emitDefault, emitPattern } from '../expressions/patterns.ts';
import { rewriteExpression } from '../context/dispatch.ts';
import { rewriteTarget } from '../variables/references.ts';
import { spreadArguments } from '../values/spread.ts';

export interface Parameters {
  /** The names in the rewritten parameter list. */
  names: Set<string>;
  /** Emits what the source's parameter list does beyond naming: defaults and patterns. */
  assign(): void;
  /** The arguments, to be passed on unchanged. */
  passOn(): t.Expression;
}

/**
 * Reduces the parameter list to names, since a resumed activation is called without arguments; defaults and patterns
 * move to the body. `length` stays: a default of `void 0` stands in for the default that moved. Nobody sees the length of
 * an arrow that holds the body of a function, which is also given the rest of the arguments as an array: Babel cannot
 * compile defaults and rest parameters in the arrow of a constructor unless it compiles the class.
 */
export function emitParameters(node: t.Function, ctx: FunctionContext): Parameters {
  const simplifier = new Simplifier(ctx);
  const yields = node.params.some((param) => ctx.yields(param));
  const params = (node.params as t.Node[]).map((param) => simplifier.simplify(param));
  node.params = [...params, ...unmapped(params, node.params, ctx)] as typeof node.params;
  for (const name of simplifier.names) {
    const storage = ctx.info.scope?.bindings.get(name)?.storage;
    if (storage === undefined ? yields : storage === 'hoisted') ctx.saved.add(name);
  }
  const list = params.filter((param) => !t.isIdentifier(param, { name: 'this' }));
  const usesArguments = ctx.info.usesArguments && ctx.kind !== 'arrow';
  return {
    names: simplifier.names,
    assign: () => simplifier.moved.forEach((emit) => emit()),
    passOn: () => (usesArguments ? id('arguments') : listOf(list, ctx)),
  };
}

/**
 * In sloppy code, the elements of `arguments` are the parameters themselves if these are mere names. So that they are not
 * where a pattern stood: `f(a, [b])   =>   f(a, param, ...rest)`
 */
export function unmapped(
  params: readonly t.Node[],
  original: readonly t.Node[],
  { info, kind, program }: FunctionContext,
): t.RestElement[] {
  if (info.strict || !info.usesArguments || kind === 'arrow') return [];
  const hadPattern = original.some((param) => !t.isIdentifier(param));
  const isSimple = params.every((param) => t.isIdentifier(param));
  return hadPattern && isSimple ? [t.restElement(id(program.unique('rest')))] : [];
}

class Simplifier {
  readonly names = new Set<string>();
  readonly moved: (() => void)[] = [];
  readonly #ctx: FunctionContext;

  constructor(ctx: FunctionContext) {
    this.#ctx = ctx;
  }

  simplify(param: t.Node): t.Node {
    if (this.#isUsedEarly(param)) return this.#delay(param);
    if (t.isIdentifier(param)) {
      if (param.name !== 'this') this.names.add(param.name);
      return param;
    }
    if (t.isRestElement(param)) {
      param.argument = this.simplify(param.argument) as typeof param.argument;
      return this.#ctx.asArrow ? param.argument : param;
    }
    if (t.isAssignmentPattern(param)) {
      const simple = this.#simplifyDefault(param);
      return this.#ctx.asArrow && t.isAssignmentPattern(simple) ? simple.left : simple;
    }
    return this.#delay(param);
  }

  /** A variable gets its value where the source gives it one. */
  #delay(param: t.Node): t.Identifier {
    const name = this.#placeholder();
    this.moved.push(() => emitPattern(param, id(name), this.#ctx, ARGUMENT));
    return id(name);
  }

  /** Whether a closure among the parameters before it may be called before it has its value. */
  #isUsedEarly(param: t.Node): boolean {
    return t.isIdentifier(param) && this.#ctx.info.scope?.bindings.get(param.name)?.checked === true;
  }

  #simplifyDefault(param: t.AssignmentPattern): t.Node {
    const { left, right } = param;
    if (!t.isIdentifier(left) || this.#isUsedEarly(left)) {
      const name = this.#placeholder();
      this.moved.push(() => emitPattern(left, emitDefault(id(name), right, this.#ctx, left), this.#ctx, DEFAULTED));
      return t.assignmentPattern(id(name), undef());
    }
    this.names.add(left.name);
    const isPlain = t.isLiteral(right) && !t.isTemplateLiteral(right) && !t.isRegExpLiteral(right);
    if (isPlain && !this.#ctx.asArrow) return param;
    this.moved.push(() => assignDefault(left, right, this.#ctx));
    return t.assignmentPattern(t.cloneNode(left), undef());
  }

  #placeholder(): string {
    const name = this.#ctx.program.unique('param');
    this.names.add(name);
    return name;
  }
}

/** `if (x === void 0) x = value` */
function assignDefault(target: t.Identifier, value: t.Expression, ctx: FunctionContext): void {
  const storage = rewriteTarget(target, ctx);
  if (ctx.yields(value)) return emitPattern(target, emitDefault(t.cloneNode(storage), value, ctx), ctx);
  const rewritten = named(value, rewriteExpression(value, ctx), storage, ctx);
  const assignment = t.assignmentExpression('=', storage, rewritten);
  ctx.add(when(equal(t.cloneNode(storage), undef()), [run(assignment)]));
}

/** The arguments as an array. */
function listOf(params: readonly t.Node[], ctx: FunctionContext): t.Expression {
  const [first] = params;
  if (params.length === 1 && t.isRestElement(first)) return first.argument as t.Expression;
  return list(params.map((param) => passed(param, ctx)));
}

export function passed(param: t.Node, ctx: FunctionContext): t.Expression | t.SpreadElement {
  if (t.isRestElement(param)) return spreadArguments(param.argument as t.Expression, ctx);
  if (t.isAssignmentPattern(param)) return id((param.left as t.Identifier).name);
  return id((param as t.Identifier).name);
}
