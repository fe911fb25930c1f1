import { types as t, type PluginObj } from '@babel/core';
import { isMark } from '../../plugin/1-mark/mark.ts';

/**
 * A plugin that makes directives of marks which another tool has moved other statements above, as ts-jest does with calls
 * of `jest.mock`:
 *
 *     jest.mock('./a'); "use greenlet"; test('b', c);
 *     "use greenlet"; jest.mock('./a'); test('b', c);
 *
 * @param isOutOfPlace whether the source itself has marks below other statements: then they stay what they are
 */
export function restoredMarks(isOutOfPlace: () => boolean): PluginObj {
  return {
    name: 'restored-marks',
    visitor: {
      Program({ node }) {
        const bodies = bodiesWithLateMarks(node);
        if (bodies.length > 0 && !isOutOfPlace()) bodies.forEach(restore);
      },
    },
  };
}

/** Whether a mark stands below another statement, where it is no directive. */
export function hasLateMarks(program: t.Program): boolean {
  return bodiesWithLateMarks(program).length > 0;
}

type Body = t.Program | t.BlockStatement;

function bodiesWithLateMarks(program: t.Program): Body[] {
  const found: Body[] = [];
  t.traverseFast(program, (node) => {
    const body = t.isFunction(node) ? node.body : node;
    if ((t.isProgram(body) || (body !== node && t.isBlockStatement(body))) && body.body.some(isLateMark))
      found.push(body);
  });
  return found;
}

function isLateMark(statement: t.Statement): statement is t.ExpressionStatement & { expression: t.StringLiteral } {
  return (
    t.isExpressionStatement(statement) && t.isStringLiteral(statement.expression) && isMark(statement.expression.value)
  );
}

function restore(body: Body): void {
  const marks = body.body.filter(isLateMark);
  body.body = body.body.filter((statement) => !isLateMark(statement));
  body.directives.push(
    ...marks.map((mark) => t.inherits(t.directive(t.directiveLiteral(mark.expression.value)), mark)),
  );
}
