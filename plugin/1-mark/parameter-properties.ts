import { types as t } from '@babel/core';
import { refuse } from '../diagnostics.ts';

/**
 * Writes out TypeScript's parameter properties in marked constructors, whose parameters the compiler moves.
 *
 *     constructor(private x: number) { super(); }   =>   constructor(x: number) { super(); this.x = x; }
 *
 * Input: the marked nodes. Output: no marked constructor has parameter properties.
 */
export function writeOutParameterProperties(marked: ReadonlySet<t.Node>): void {
  for (const node of marked) {
    if (!t.isClass(node)) continue;
    for (const element of node.body.body) {
      if (t.isClassMethod(element) && element.kind === 'constructor' && marked.has(element)) writeOut(element, node);
    }
  }
}

function writeOut(constructor: t.ClassMethod, owner: t.Class): void {
  const assignments: t.Statement[] = [];
  constructor.params = constructor.params.map((param) => {
    if (!t.isTSParameterProperty(param)) return param;
    assignments.push(assignment(param.parameter));
    return param.parameter;
  });
  if (assignments.length > 0) insert(assignments, constructor, owner);
}

function assignment(parameter: t.Identifier | t.AssignmentPattern): t.Statement {
  const { name } = (t.isAssignmentPattern(parameter) ? parameter.left : parameter) as t.Identifier;
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
