import { types as t } from '@babel/core';
import { refuse } from '../../interface/diagnostics.ts';

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

/** At the start, or right after `super(...)` where the class has a parent. */
function insert(assignments: t.Statement[], { body: { body } }: t.ClassMethod, owner: t.Class): void {
  if (!owner.superClass) {
    body.unshift(...assignments);
    return;
  }
  const index = body.findIndex(isSuperCall);
  if (index < 0) throw refuse('GREENLETS103', owner);
  body.splice(index + 1, 0, ...assignments);
}

function isSuperCall(statement: t.Statement): boolean {
  return (
    t.isExpressionStatement(statement) &&
    t.isCallExpression(statement.expression) &&
    t.isSuper(statement.expression.callee)
  );
}
