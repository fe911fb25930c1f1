import { template, types as t, type NodePath, type PluginObj } from '@babel/core';
import { survey } from './survey.ts';

/**
 * How a program is written when every function that could ever wait must say so. `peeking`: async, but awaiting its
 * reader only when that has nothing left.
 */
export type Colour = 'async' | 'peeking' | 'generator' | 'gensync';

const peek = template.expression('READER.at < READER.bytes.length ? READER.bytes[READER.at++] : await READER.next()', {
  placeholderPattern: /^READER$/,
});
const importGensync = template.statement(`const gensync = require('gensync');`);
const wrapMethods = template.statement('for (const name of NAMES) { TARGET[name] = gensync(TARGET[name]); }');

/**
 * A Babel plugin that colours a program mechanically: every function becomes `async` (or a generator), and every call of
 * a function that the program defines, or was given, becomes `await f()` (or `yield* f()`).
 *
 * Constructors and accessors cannot be coloured, and calls of builtins need not be.
 */
export function colour(kind: Colour): PluginObj {
  return {
    visitor: {
      Program(program) {
        const { functions, calls } = survey(program);
        for (const call of calls.reverse()) call.replaceWith(wait(call.node, kind));
        const paths: NodePath<t.Function>[] = [];
        const collect = (path: NodePath<t.Function>): void => {
          if (functions.has(path.node)) paths.push(path);
        };
        program.traverse({ Function: { exit: collect } });
        for (const path of paths) colourFunction(path, kind);
        if (kind === 'gensync') program.unshiftContainer('body', importGensync());
      },
    },
  };
}

function wait(call: t.CallExpression, kind: Colour): t.Expression {
  if (kind === 'peeking' && isRead(call.callee)) return peek({ READER: call.callee.object });
  return kind === 'async' || kind === 'peeking' ? t.awaitExpression(call) : t.yieldExpression(call, true);
}

function isRead(callee: t.CallExpression['callee']): callee is t.MemberExpression {
  return t.isMemberExpression(callee) && t.isIdentifier(callee.property, { name: 'next' });
}

function colourFunction(path: NodePath<t.Function>, kind: Colour): void {
  if (kind === 'async' || kind === 'peeking') {
    path.node.async = true;
    return;
  }
  const coloured = path.isArrowFunctionExpression() ? straighten(path) : path;
  coloured.node.generator = true;
  if (kind === 'gensync') wrap(coloured);
}

/** There are no generator arrows. None of the programs uses `this` in an arrow. */
function straighten(path: NodePath<t.ArrowFunctionExpression>): NodePath<t.Function> {
  const { params, body } = path.node;
  const block = t.isExpression(body) ? t.blockStatement([t.returnStatement(body)]) : body;
  return path.replaceWith(t.functionExpression(null, params, block, true))[0];
}

/** What gensync makes of a generator function has to take its place before anybody calls it. */
function wrap(path: NodePath<t.Function>): void {
  const { node } = path;
  if (t.isFunctionDeclaration(node) && node.id) {
    const { id, params, body } = node;
    const block = path.findParent((parent) => parent.isBlockStatement() || parent.isProgram());
    path.remove();
    const made = gensync(t.functionExpression(id, params, body, true));
    (block as NodePath<t.Program>).unshiftContainer(
      'body',
      t.variableDeclaration('var', [t.variableDeclarator(id, made)]),
    );
  } else if (t.isFunctionExpression(node)) path.replaceWith(gensync(t.cloneNode(node, false)));
  else if (t.isClassMethod(node)) wrapMethod(node, path.parentPath as NodePath<t.ClassBody>);
}

function wrapMethod({ key, static: isStatic }: t.ClassMethod, body: NodePath<t.ClassBody>): void {
  if (!t.isIdentifier(key)) return;
  const target = isStatic ? t.thisExpression() : t.memberExpression(t.thisExpression(), t.identifier('prototype'));
  const names = t.arrayExpression([t.stringLiteral(key.name)]);
  body.node.body.push(t.staticBlock([wrapMethods({ NAMES: names, TARGET: target })]));
}

function gensync(generator: t.Expression): t.CallExpression {
  return t.callExpression(t.identifier('gensync'), [generator]);
}
