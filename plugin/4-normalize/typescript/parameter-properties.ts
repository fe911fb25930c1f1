import { types as t } from '@babel/core';
import { refuse } from '../../interface/diagnostics.ts';
import { indexOfThis } from '../../syntax/classes/constructors.ts';

/**
 * Writes out TypeScript's parameter properties in marked constructors, whose parameters the compiler moves.
 *
 *     constructor(private x: number) { super(); }   =>   constructor(x: number) { super(); this.x = x; }
 *
 * Input: the marked nodes. Output: no marked constructor has parameter properties; the parameters that were, for each class.
 */
export function writeOutParameterProperties(marked: ReadonlySet<t.Node>): Map<t.Node, readonly t.Identifier[]> {
  const written = new Map<t.Node, readonly t.Identifier[]>();
  for (const node of marked) {
    if (!t.isClass(node)) continue;
    for (const element of node.body.body) {
      if (!t.isClassMethod(element) || element.kind !== 'constructor' || !marked.has(element)) continue;
      const properties = writeOut(element, node);
      if (properties.length > 0) written.set(node, properties);
    }
  }
  return written;
}

function writeOut(constructor: t.ClassMethod, owner: t.Class): t.Identifier[] {
  const properties: t.Identifier[] = [];
  constructor.params = constructor.params.map((param) => {
    if (!t.isTSParameterProperty(param)) return param;
    const { parameter } = param;
    properties.push((t.isAssignmentPattern(parameter) ? parameter.left : parameter) as t.Identifier);
    return parameter;
  });
  if (properties.length > 0) insert(properties.map(assignment), constructor, owner);
  return properties;
}

function assignment({ name }: t.Identifier): t.Statement {
  const property = t.memberExpression(t.thisExpression(), t.identifier(name));
  return t.expressionStatement(t.assignmentExpression('=', property, t.identifier(name)));
}

function insert(assignments: t.Statement[], constructor: t.ClassMethod, owner: t.Class): void {
  const index = indexOfThis(constructor, owner);
  if (index === null) throw refuse('GREENLETS103', owner);
  constructor.body.body.splice(index, 0, ...assignments);
}
