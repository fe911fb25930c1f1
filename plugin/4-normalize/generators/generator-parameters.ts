import { types as t } from '@babel/core';
import { boundNames, declareVars } from '../../3-analyze/scopes/declare.ts';
import { contains } from '../../syntax/children.ts';
import type { Facts } from '../../3-analyze/facts.ts';
import type { Resolution, FunctionInfo, GeneratorStart, Scope } from '../../3-analyze/model.ts';
import { findSloppyFunctions } from '../../3-analyze/scopes/sloppy-functions.ts';
import { findYielding } from '../../3-analyze/yield-points/yield-points.ts';
import { GeneratorBody } from './generator-body.ts';
import { findReplacedMethods } from '../classes/replaced-members.ts';
import { mayBlock } from '../../syntax/evaluation/may-block.ts';
import type { Helper } from '../../syntax/names/unique-name.ts';

/**
 * The parameters of a generator are evaluated when it is called, which returns a generator natively and cannot suspend. If
 * they may block, an ordinary function evaluates them, which then starts the generator:
 *
 *     function* g(a = f()) { yield a; }
 *     =>
 *     function g(a = f()) { return startGenerator(function* () { yield a; }, this); }
 *
 * The emitter makes the function look like one of a generator, and adds it to the call.
 *
 * Input: the marked nodes. Output: the new generators are marked; the functions that start them are among `functions`.
 */
export function moveGeneratorBodies(
  program: t.Program,
  marked: Set<t.Node>,
  facts: Facts,
  functions: Map<t.Node, GeneratorStart>,
  helper: Helper,
): void {
  const starts: GeneratorStarts = { functions, helper };
  while ([...marked].some(evaluatesParameters)) {
    const analysis = facts.resolution;
    if (analysis.dynamic) break;
    const yielding = findYielding(facts.calls);
    const replaced = findReplacedMethods(program);
    const found = analysis.functions.filter(
      (fn) => evaluatesYieldPoints(fn, yielding) && canBeMoved(fn) && !replaced.has(fn.node),
    );
    const moved = found.filter((fn) => moveBody(fn, analysis, marked, starts));
    if (moved.length === 0) break;
    facts.forget();
  }
}

interface GeneratorStarts {
  readonly functions: Map<t.Node, GeneratorStart>;
  readonly helper: Helper;
}

function evaluatesParameters(node: t.Node): boolean {
  return isGenerator(node) && node.params.some(mayEvaluateSomething);
}

function isGenerator(node: t.Node): node is t.Function & { body: t.BlockStatement } {
  return t.isFunction(node) && node.generator === true;
}

function mayEvaluateSomething(param: t.Node): boolean {
  return mayBlock(param, () => false) || contains(param, (node) => t.isArrayPattern(node) || t.isSpreadElement(node));
}

function evaluatesYieldPoints({ node, marked }: FunctionInfo, yielding: ReadonlySet<t.Node>): boolean {
  return marked && isGenerator(node) && node.params.some((param) => yielding.has(param));
}

/** A private method that uses `super` is a border. A variable `arguments`, or two kinds of variables, would come apart. */
function canBeMoved({ node, scope, strict, usesSuper }: FunctionInfo): boolean {
  if (!isGenerator(node) || scope === null) return false;
  if (t.isClassPrivateMethod(node) && usesSuper) return false;
  if (scope.bindings.get('arguments') !== undefined) return false;
  const names = node.params.flatMap(boundNames);
  return strict || !findSloppyFunctions(node.body, []).some(({ id }) => id && names.includes(id.name));
}

function moveBody(fn: FunctionInfo, analysis: Resolution, marked: Set<t.Node>, starts: GeneratorStarts): boolean {
  const node = fn.node as t.Function & { body: t.BlockStatement };
  const content = new GeneratorBody(node.body, analysis);
  if (!content.canBeMoved) return false;
  const shared = namesOfBoth(fn, node);
  const body = t.functionExpression(
    nameFor(node),
    shared.map((name) => t.identifier(name)),
    t.blockStatement(node.body.body),
    true,
    node.async === true,
  );
  body.loc = node.loc ?? null;
  marked.add(body);
  const args = [body, t.thisExpression(), ...shared.map((name) => t.identifier(name))];
  const call = t.callExpression(t.identifier(starts.helper('startGenerator', analysis.names)), args);
  starts.functions.set(node, { call, async: node.async === true });
  node.body = t.blockStatement([...content.moveOut(starts.helper), t.returnStatement(call)], node.body.directives);
  node.body.loc = body.body.loc = content.loc;
  node.generator = false;
  node.async = false;
  return true;
}

/** Variables of the body that begin with the value of the parameter of the same name, and then are others. */
function namesOfBoth(fn: FunctionInfo, { params, body }: t.Function): string[] {
  const scope: Scope = { kind: 'body', node: body, parent: fn.scope, fn, bindings: new Map() };
  declareVars(scope, body, fn);
  return params.flatMap(boundNames).filter((name) => scope.bindings.has(name));
}

/** The name shows in stack traces; in the body it must mean what it meant. */
function nameFor(node: t.Function & { body: t.BlockStatement }): t.Identifier | null {
  const own = 'id' in node ? node.id : 'key' in node && !node.computed ? node.key : null;
  if (!t.isIdentifier(own) || !t.isValidIdentifier(own.name) || own.name === 'await') return null;
  const { name } = own;
  const isName = (inner: t.Node): boolean => t.isIdentifier(inner, { name }) || t.isJSXIdentifier(inner, { name });
  return contains(node.body, isName) ? null : t.identifier(name);
}
