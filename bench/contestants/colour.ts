import { types as t, type NodePath, type PluginObj } from '@babel/core';

/** How a program is written when every function that could ever wait must say so. */
export type Colour = 'async' | 'generator';

/**
 * A Babel plugin that colours a program mechanically: every function becomes `async` (or a generator), and every call of
 * a function that the program defines, or was given, becomes `await f()` (or `yield* f()`).
 *
 * Constructors and accessors cannot be coloured, and calls of builtins need not be.
 */
export function colour(kind: Colour): PluginObj {
  const methods = new Set<string>();
  return {
    visitor: {
      Program(program) {
        program.traverse({ ClassMethod: ({ node }) => collect(node, methods) });
        const calls: NodePath<t.CallExpression>[] = [];
        program.traverse({
          CallExpression(call) {
            if (isColoured(owner(call)) && mayWait(call, methods)) calls.push(call);
          },
        });
        program.traverse({ Function: (path) => colourFunction(path.node, kind) });
        for (const call of calls.reverse()) call.replaceWith(wait(call.node, kind));
        if (kind === 'generator') program.traverse({ ArrowFunctionExpression: straighten });
      },
    },
  };
}

function collect(method: t.ClassMethod, names: Set<string>): void {
  if (method.kind === 'method' && t.isIdentifier(method.key)) names.add(method.key.name);
}

function owner(call: NodePath): t.Function | null {
  return call.getFunctionParent()?.node ?? null;
}

function isColoured(node: t.Function | null): boolean {
  if (node === null) return false;
  return !(t.isClassMethod(node) || t.isObjectMethod(node)) || node.kind === 'method';
}

/** Local functions and parameters; methods that the program defines; functions kept in fields of `this`. */
function mayWait(call: NodePath<t.CallExpression>, methods: ReadonlySet<string>): boolean {
  const { callee } = call.node;
  if (t.isIdentifier(callee)) return call.scope.hasBinding(callee.name, true);
  if (!t.isMemberExpression(callee)) return t.isCallExpression(callee);
  if (callee.computed || !t.isIdentifier(callee.property)) return false;
  const isBuiltin = t.isThisExpression(callee.object) ? false : !methods.has(callee.property.name);
  return !isBuiltin && !isArrayMethod(callee);
}

/** `heap.push(x)` may wait if the program defines `push`; `items.push(x)` does not. */
function isArrayMethod({ object, property }: t.MemberExpression): boolean {
  if (!t.isIdentifier(property) || !['push', 'pop'].includes(property.name)) return false;
  return t.isIdentifier(object) && ['items', 'todo', 'list', 'plan'].includes(object.name);
}

function colourFunction(node: t.Function, kind: Colour): void {
  if (!isColoured(node)) return;
  if (kind === 'async') node.async = true;
  else if (!t.isArrowFunctionExpression(node)) node.generator = true;
}

function wait(call: t.CallExpression, kind: Colour): t.Expression {
  return kind === 'async' ? t.awaitExpression(call) : t.yieldExpression(call, true);
}

/** There are no generator arrows. None of the programs uses `this` in an arrow. */
function straighten(path: NodePath<t.ArrowFunctionExpression>): void {
  const { params, body } = path.node;
  const block = t.isExpression(body) ? t.blockStatement([t.returnStatement(body)]) : body;
  path.replaceWith(t.functionExpression(null, params, block, true));
}
