import { types as t } from '@babel/core';
import { eachChild } from '../../syntax/children.ts';
import type { Resolution } from '../../3-analyze/model.ts';
import { belongsToFunctionAround } from '../../syntax/classes/constructors.ts';
import { put } from '../../syntax/put.ts';
import { uniqueName, type Helper } from '../../syntax/names/unique-name.ts';

/** `super.x`, and the call that it is the callee of. */
interface SuperUse {
  member: t.MemberExpression;
  call: t.CallExpression | null;
  replace: (value: t.Expression) => void;
}

/**
 * The body of a generator that moves to a function expression in the same function: what it uses of that function which
 * an expression has not, or has for itself.
 *
 *     super.m(x), arguments
 *     =>
 *     const superValue = (key) => super[key], args = arguments;
 *     applyFunction(superValue("m"), this, [x]), args
 */
export class GeneratorBody {
  readonly loc: t.SourceLocation | null;
  readonly #analysis: Resolution;
  readonly #supers: SuperUse[] = [];
  readonly #arguments: { node: t.Identifier; parent: t.Node }[] = [];
  #isOdd = false;

  constructor(body: t.BlockStatement, analysis: Resolution) {
    this.loc = body.loc ?? null;
    this.#analysis = analysis;
    eachChild(body, (child, key) => this.#visit(child, key, body));
  }

  get canBeMoved(): boolean {
    return !this.#isOdd;
  }

  /** Rewrites the body; returns what its function must declare. */
  moveOut(helper: Helper): t.Statement[] {
    const declarators: t.VariableDeclarator[] = [];
    if (this.#supers.length > 0) declarators.push(this.#moveSuper(helper));
    if (this.#arguments.length > 0) declarators.push(this.#moveArguments());
    return declarators.length === 0 ? [] : [t.variableDeclaration('const', declarators)];
  }

  #visit(node: t.Node, key: string, parent: t.Node): void {
    if (t.isIdentifier(node, { name: 'arguments' })) this.#noteArguments(node, parent);
    if (t.isSuper(node)) this.#isOdd = true;
    if (isSuperMember(node))
      this.#noteSuper({ member: node, call: null, replace: (value) => put(parent, key, node, value) }, parent, key);
    else if (t.isCallExpression(node) && isSuperMember(node.callee)) {
      this.#supers.push({ member: node.callee, call: node, replace: (value) => put(parent, key, node, value) });
      for (const argument of node.arguments) this.#visit(argument, 'arguments', node);
      if (node.callee.computed) this.#visit(node.callee.property, 'property', node.callee);
    } else {
      eachChild(node, (child, childKey) => {
        if (belongsToFunctionAround(node, childKey)) this.#visit(child, childKey, node);
      });
    }
  }

  /** Only mentions of variables are in `refOf`. */
  #noteArguments(node: t.Identifier, parent: t.Node): void {
    const ref = this.#analysis.refOf.get(node);
    if (ref === undefined) return;
    if (ref.binding !== null || ref.write) this.#isOdd = true;
    this.#arguments.push({ node, parent });
  }

  #noteSuper(use: SuperUse, parent: t.Node, key: string): void {
    this.#supers.push(use);
    if (isTarget(parent, key)) this.#isOdd = true;
    if (use.member.computed) this.#visit(use.member.property, 'property', use.member);
  }

  #moveSuper(helper: Helper): t.VariableDeclarator {
    const name = uniqueName('superValue', this.#analysis.names);
    for (const { member, call, replace } of this.#supers) {
      const key = member.computed
        ? (member.property as t.Expression)
        : t.stringLiteral((member.property as t.Identifier).name);
      const value = t.callExpression(t.identifier(name), [key]);
      replace(call === null ? value : applied(helper('applyFunction', this.#analysis.names), value, call));
    }
    const key = t.identifier('key');
    const read = t.memberExpression(t.super(), t.cloneNode(key), true);
    return t.variableDeclarator(t.identifier(name), t.arrowFunctionExpression([key], read));
  }

  #moveArguments(): t.VariableDeclarator {
    const name = uniqueName('args', this.#analysis.names);
    for (const { node, parent } of this.#arguments) {
      if (t.isObjectProperty(parent)) parent.shorthand = false;
      node.name = name;
    }
    return t.variableDeclarator(t.identifier(name), t.identifier('arguments'));
  }
}

function isSuperMember(node: t.Node): node is t.MemberExpression {
  return t.isMemberExpression(node) && t.isSuper(node.object);
}

/** Where something else is wanted than the value. */
function isTarget(parent: t.Node, key: string): boolean {
  if (t.isAssignmentExpression(parent) || t.isForXStatement(parent) || t.isAssignmentPattern(parent))
    return key === 'left';
  if (t.isObjectProperty(parent)) return key === 'value';
  if (
    t.isOptionalCallExpression(parent) ||
    t.isOptionalMemberExpression(parent) ||
    t.isTaggedTemplateExpression(parent)
  )
    return key !== 'arguments';
  return (
    t.isUpdateExpression(parent) ||
    t.isUnaryExpression(parent, { operator: 'delete' }) ||
    t.isPattern(parent) ||
    t.isRestElement(parent)
  );
}

function applied(applyFunction: string, method: t.Expression, call: t.CallExpression): t.Expression {
  const args = t.arrayExpression(call.arguments as t.ArrayExpression['elements']);
  const result = t.callExpression(t.identifier(applyFunction), [method, t.thisExpression(), args]);
  result.loc = call.loc ?? null;
  return result;
}
