import { types as t } from '@babel/core';
import { call } from './private-write.ts';

/**
 * The method that reads what is called on an object, before the arguments are evaluated. What is no function stays what it
 * is: an error, or the end of an optional chain.
 *
 *     #call_x() {
 *       const method = this.#get_x();
 *       return typeof method === "function" ? (...args) => applyFunction(method, this, args) : method;
 *     }
 */
export function callingMethod(
  name: string,
  getter: string,
  applyFunction: string,
  isStatic: boolean,
  marked: Set<t.Node>,
): t.ClassPrivateMethod {
  const [method, args] = [t.identifier('method'), t.identifier('args')];
  const applied = t.callExpression(t.identifier(applyFunction), [method, t.thisExpression(), args]);
  const arrow = t.arrowFunctionExpression([t.restElement(args)], applied);
  const type = t.unaryExpression('typeof', method);
  const isFunction = t.binaryExpression('===', type, t.stringLiteral('function'));
  const body = [
    t.variableDeclaration('const', [t.variableDeclarator(method, call(t.thisExpression(), getter))]),
    t.returnStatement(t.conditionalExpression(isFunction, arrow, method)),
  ];
  const calling = t.classPrivateMethod(
    'method',
    t.privateName(t.identifier(name)),
    [],
    t.blockStatement(body.map((statement) => t.cloneNode(statement))),
    isStatic,
  );
  t.traverseFast(calling, (node) => {
    if (t.isFunction(node)) marked.add(node);
  });
  return calling;
}
