import { types as t } from '@babel/core';
import { boundNames, declare, declareLexical, declareVars } from '../declare.ts';
import { declareOwnArguments } from '../own-arguments.ts';
import { findSloppyFunctions } from '../sloppy-functions.ts';
import { hasUseStrict } from '../strict.ts';
import type { FunctionInfo, FunctionKind, Scope } from '../../model.ts';
import { visitPattern } from './patterns.ts';
import type { Resolver } from '../resolver.ts';

export function visitFunction(node: t.Function, resolver: Resolver): void {
  const outer = resolver.fn;
  if (t.isFunctionDeclaration(node) && node.id) resolver.declared(node.id, node.id.name);
  if (t.isClassMethod(node) || t.isClassPrivateMethod(node))
    for (const each of node.decorators ?? []) resolver.visit(each);
  if ((t.isMethod(node) || t.isObjectMethod(node)) && node.computed) resolver.visit(node.key);
  const info = resolver.createInfo(node, kindOf(node));
  info.async = node.async ?? false;
  info.generator = node.generator ?? false;
  info.strict = outer.strict || (t.isBlockStatement(node.body) && hasUseStrict(node.body.directives));
  resolver.fn = info;
  if (t.isFunctionExpression(node) && node.id) {
    const { id } = node;
    resolver.inScope('name', node, () => {
      declare(resolver.scope, id.name, 'self', node);
      resolver.declared(id, id.name);
      visitFunctionBody(node, info, resolver);
    });
  } else visitFunctionBody(node, info, resolver);
  resolver.fn = outer;
}

function visitFunctionBody(node: t.Function, info: FunctionInfo, resolver: Resolver): void {
  resolver.inScope('function', node, () => {
    info.scope = resolver.scope;
    for (const param of node.params) for (const name of boundNames(param)) declare(resolver.scope, name, 'param');
    const evaluates = !node.params.every((param) => t.isIdentifier(param));
    if (!evaluates) declareBody(node.body, info, resolver);
    for (const param of node.params) visitPattern(param, false, resolver);
    if (!evaluates) return visitBody(node.body, resolver);
    // What the parameters evaluate sees parameters only.
    const body = (): void => {
      declareBody(node.body, info, resolver);
      visitBody(node.body, resolver);
    };
    if (hasVariablesLikeParameters(node, info, resolver)) resolver.inScope('body', node.body, body);
    else body();
  });
  declareOwnArguments(info, resolver.argumentsOf.get(info) ?? [], resolver.scopeOf.get(node.body));
}

function declareBody(body: t.Node, info: FunctionInfo, resolver: Resolver): void {
  declareVars(resolver.scope, body, info);
  if (t.isBlockStatement(body)) declareLexical(resolver.scope, body.body);
  declareSloppyFunctions(body, info, resolver);
}

export function declareSloppyFunctions(body: t.Node, info: FunctionInfo, resolver: Resolver): void {
  if (info.strict) return;
  const bindings = [...(info.scope?.bindings.values() ?? [])];
  const parameters = bindings.filter(({ kind }) => kind === 'param').map(({ name }) => name);
  for (const node of findSloppyFunctions(body, parameters)) {
    const binding = declare(resolver.scope, (node.id as t.Identifier).name, 'var');
    binding.writes++;
    resolver.sloppyFunctions.set(node, binding);
  }
}

function visitBody(body: t.Node, resolver: Resolver): void {
  if (t.isBlockStatement(body)) for (const statement of body.body) resolver.visit(statement);
  else resolver.visit(body);
}

/** Whether the body declares a variable of its own with the name of a parameter, and a closure tells them apart. */
function hasVariablesLikeParameters(node: t.Function, info: FunctionInfo, resolver: Resolver): boolean {
  const captured = [...resolver.scope.bindings.values()].filter((binding) => binding.captured).map(({ name }) => name);
  if (resolver.argumentsOf.get(info)?.some((ref) => ref.fn !== info)) captured.push('arguments');
  if (captured.length === 0) return false;
  const body: Scope = { kind: 'body', node: node.body, parent: resolver.scope, fn: info, bindings: new Map() };
  declareVars(body, node.body, info);
  if (t.isBlockStatement(node.body)) declareLexical(body, node.body.body);
  return captured.some((name) => body.bindings.has(name));
}

export function visitInitializer(node: t.Node, body: () => void, resolver: Resolver): void {
  const outer = resolver.fn;
  const info = resolver.createInfo(node, 'initializer');
  info.strict = true;
  resolver.fn = info;
  resolver.inScope('function', node, () => {
    info.scope = resolver.scope;
    body();
  });
  resolver.fn = outer;
}

export function visitStatements(node: t.Node, statements: readonly t.Statement[], resolver: Resolver): void {
  if (t.isStaticBlock(node)) declareVars(resolver.scope, t.blockStatement([...statements]), resolver.fn);
  declareLexical(resolver.scope, statements);
  for (const statement of statements) resolver.visit(statement);
}

function kindOf(node: t.Function): FunctionKind {
  if (t.isArrowFunctionExpression(node)) return 'arrow';
  if (!t.isObjectMethod(node) && !t.isClassMethod(node) && !t.isClassPrivateMethod(node)) return 'function';
  if (node.kind === 'get' || node.kind === 'set') return 'accessor';
  return node.kind === 'constructor' ? 'constructor' : 'method';
}
