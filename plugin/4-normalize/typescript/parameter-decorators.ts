import { types as t } from '@babel/core';

/**
 * Makes the decorators of parameters decorators of their method, or of the class for a constructor, as TypeScript does:
 * the compiler moves the parameters.
 *
 *     @dec m(@inject(x) a) {}
 *     =>
 *     @dec @((decorator) => (target, key) => decorator(target, key, 0))(inject(x)) m(a) {}
 *
 * Input: the marked nodes. Output: no marked method or constructor has decorators on its parameters.
 */
export function writeOutParameterDecorators(marked: ReadonlySet<t.Node>): void {
  for (const node of marked) {
    if (!t.isClass(node)) continue;
    for (const element of node.body.body) {
      if (t.isClassMethod(element) && marked.has(element)) moveDecorators(element, node);
    }
  }
}

function moveDecorators(method: t.ClassMethod, owner: t.Class): void {
  const decorators = method.params.flatMap((param, index) =>
    takeDecorators(param as t.Identifier).map(({ expression }) => t.decorator(forParameter(index, expression))),
  );
  if (decorators.length === 0) return;
  const decorated = method.kind === 'constructor' ? owner : method;
  decorated.decorators = [...(decorated.decorators ?? []), ...decorators];
}

function takeDecorators(param: { decorators?: t.Decorator[] | null }): t.Decorator[] {
  const { decorators } = param;
  param.decorators = null;
  return decorators ?? [];
}

function forParameter(index: number, expression: t.Expression): t.Expression {
  const [decorator, target, key] = [t.identifier('decorator'), t.identifier('target'), t.identifier('key')];
  const call = t.callExpression(t.cloneNode(decorator), [
    t.cloneNode(target),
    t.cloneNode(key),
    t.numericLiteral(index),
  ]);
  const apply = t.arrowFunctionExpression([target, key], call);
  return t.callExpression(t.arrowFunctionExpression([decorator], apply), [expression]);
}
