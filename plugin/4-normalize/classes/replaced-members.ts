import { types as t } from '@babel/core';
import { propertyName } from '../../3-analyze/flow/walk/keys.ts';

type Member = t.ObjectExpression['properties'][number] | t.ClassBody['body'][number];

/**
 * The methods of literals and classes that a later member of the same literal or class may replace before anybody sees them:
 *
 *     ({ m() {}, m: 1 })   ({ m() {}, ...o })   ({ [k]() {}, [l]: 1 })   class { m() {} [k]() {} }
 */
export function findReplacedMethods(program: t.Program): ReadonlySet<t.Node> {
  const replaced = new Set<t.Node>();
  t.traverseFast(program, (node) => {
    if (!t.isObjectExpression(node) && !t.isClassBody(node)) return;
    const members: readonly Member[] = t.isObjectExpression(node) ? node.properties : node.body;
    members.forEach((member, at) => {
      if (isMethod(member) && members.slice(at + 1).some((later) => mayReplace(later, member))) replaced.add(member);
    });
  });
  return replaced;
}

type Method = t.ObjectMethod | t.ClassMethod;

function isMethod(member: t.Node): member is Method {
  return t.isObjectMethod(member) || t.isClassMethod(member);
}

function mayReplace(later: Member, method: Method): boolean {
  if (t.isSpreadElement(later)) return true;
  if (!t.isObjectProperty(later) && !isMethod(later)) return false;
  if (isStatic(later) !== isStatic(method)) return false;
  const [name, replaced] = [later, method].map(({ key, computed }) => propertyName(key, computed));
  return name === null || replaced === null || name === replaced;
}

function isStatic(member: t.ObjectProperty | Method): boolean {
  return t.isClassMethod(member) && member.static;
}
