import { types as t, type NodePath } from '@babel/core';
import { declareAround } from './declare-around.ts';

/**
 * Lets a class mean by its own name what its decorators make of it, as tsc does:
 *
 *     class A { static x = 1; m() { return A } }   =>   class A { static { _A = this } static x = 1; m() { return _A } }
 *
 * @returns the new variable; null if the class does not name itself
 */
export function redirectSelfReferences(owner: NodePath<t.Class>): string | null {
  const references = referencesIn(owner);
  if (references.length === 0) return null;
  const { body } = owner.node;
  const alias = declareAround(owner, owner.node.id?.name ?? '');
  for (const { node, parent } of references) {
    if (t.isObjectProperty(parent)) parent.shorthand = false;
    node.name = alias;
  }
  if (body.body.some(isStaticElement)) {
    const assignment = t.assignmentExpression('=', t.identifier(alias), t.thisExpression());
    body.body.unshift(t.staticBlock([t.expressionStatement(assignment)]));
  }
  return alias;
}

type Reference = NodePath<t.Identifier | t.JSXIdentifier>;

function referencesIn(owner: NodePath<t.Class>): Reference[] {
  const { id } = owner.node;
  const references: Reference[] = [];
  if (!id) return references;
  owner.get('body').traverse({
    ReferencedIdentifier(path: Reference) {
      const isSelf = path.node.name === id.name && path.scope.getBindingIdentifier(id.name) === id;
      if (isSelf) references.push(path);
    },
  });
  return references;
}

function isStaticElement(element: t.ClassBody['body'][number]): boolean {
  return t.isStaticBlock(element) || ('static' in element && element.static === true && 'value' in element);
}
