import { types as t, type NodePath } from '@babel/core';
import { contains } from '../../../plugin/syntax/children.ts';
import { isDecorated } from '../../../plugin/syntax/classes/decorated.ts';
import { declareAround } from './declare-around.ts';

type Member = t.ClassMethod | t.ClassProperty | t.ClassAccessorProperty;

/**
 * Takes the decorators off the members of a class.
 *
 * @param name of the variable that holds the class
 * @throws {SyntaxError} if a private member is decorated
 * @returns what is to be done after the class: `helper([m], A.prototype, 'm', null)`
 */
export function takeDecorations(owner: NodePath<t.Class>, name: string, helper: string): t.Expression[] {
  refusePrivate(owner);
  const { body } = owner.node.body;
  // As tsc does with those of methods that have no body.
  for (const element of body) if (t.isTSDeclareMethod(element)) element.decorators = null;
  const members = body.filter((element): element is Member => isMember(element) && isDecorated(element));
  const ordered = [...members.filter((each) => !each.static), ...members.filter((each) => each.static)];
  const isPrivate = ordered.some(({ decorators }) => decorators?.some((each) => contains(each, isPrivateName)));
  // Only the class itself can name what is private.
  const object = (): t.Expression => (isPrivate ? t.thisExpression() : t.identifier(name));
  const calls = ordered.map((member) => {
    const target = member.static ? object() : t.memberExpression(object(), t.identifier('prototype'));
    const decorators = takeDecorators(member);
    const call = t.callExpression(t.identifier(helper), [
      t.arrayExpression(decorators.map(({ expression }) => expression)),
      target,
      keyOf(member, owner),
      t.isClassProperty(member) ? t.unaryExpression('void', t.numericLiteral(0)) : t.nullLiteral(),
    ]);
    call.loc = decorators[0]?.loc ?? null;
    return call;
  });
  if (!isPrivate) return calls;
  body.push(t.staticBlock(calls.map((call) => t.expressionStatement(call))));
  return [];
}

/** As tsc does. */
function refusePrivate(owner: NodePath<t.Class>): void {
  for (const element of owner.get('body').get('body')) {
    const { node } = element;
    if ((t.isClassPrivateProperty(node) || t.isClassPrivateMethod(node)) && isDecorated(node))
      throw element.buildCodeFrameError('Decorators are not valid here', SyntaxError);
  }
}

function isMember(element: t.ClassBody['body'][number]): element is Member {
  return t.isClassMethod(element) || t.isClassProperty(element) || t.isClassAccessorProperty(element);
}

function isPrivateName(node: t.Node): boolean {
  return node.type === 'PrivateName';
}

function takeDecorators(member: Member): t.Decorator[] {
  const { decorators } = member;
  member.decorators = null;
  return decorators ?? [];
}

/** A computed key is evaluated in its place, and kept. */
function keyOf(member: Member, owner: NodePath<t.Class>): t.Expression {
  const key = member.key as t.Expression;
  if (t.isIdentifier(key) && !member.computed) return t.stringLiteral(key.name);
  if (t.isLiteral(key) && !t.isTemplateLiteral(key)) return t.cloneNode(key);
  const kept = declareAround(owner, 'key');
  member.key = t.assignmentExpression('=', t.identifier(kept), key);
  return t.identifier(kept);
}
