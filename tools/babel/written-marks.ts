import { types as t, type PluginObj } from '@babel/core';
import { mark } from '../../plugin/1-mark/mark.ts';
import { commentsBefore, isTag } from '../../plugin/1-mark/tags.ts';
import { resolveOptions } from '../../plugin/interface/options.ts';
import { listNodes, nodesOf } from '../../plugin/syntax/node-list.ts';

/**
 * Writes tags as directives, since what takes types out drops comments:
 *
 *     const f = /** @greenlet *\/ () => g();
 *     const f = () => { "use greenlet"; return g(); };
 *
 * Classes have no directives. Their methods do, and the tag becomes a comment that is to be preserved.
 */
export const writtenMarks: PluginObj = {
  name: 'written-marks',
  visitor: {
    Program({ node }) {
      const list = listNodes(node);
      const { own, marked } = mark(node, list, resolveOptions({}, '/'));
      preserveTags(
        nodesOf(list, 'ClassDeclaration', 'ExportNamedDeclaration', 'ExportDefaultDeclaration', 'VariableDeclaration'),
      );
      for (const [owner, kind] of own)
        if (!t.isClass(owner)) direct(owner, kind === 'explicit' ? 'use greenlet' : 'use no greenlet');
      for (const [owner] of own) if (t.isClass(owner)) directMembers(owner, own, marked);
    },
  },
};

function directMembers(owner: t.Class, own: ReadonlyMap<t.Node, unknown>, marked: ReadonlySet<t.Node>): void {
  for (const element of owner.body.body) {
    if (!own.has(element) && marked.has(element) && t.isFunction(element)) direct(element, 'use greenlet');
  }
}

function direct(owner: t.Node, text: string): void {
  const directive = t.directive(t.directiveLiteral(text));
  if (t.isProgram(owner)) owner.directives.unshift(directive);
  else if (t.isFunction(owner)) bodyOf(owner).directives.unshift(directive);
}

/** What an arrow returns becomes a statement. */
function bodyOf(owner: t.Function): t.BlockStatement {
  if (t.isBlockStatement(owner.body)) return owner.body;
  const statement = t.inherits(t.returnStatement(owner.body), owner.body);
  const block = t.inherits(t.blockStatement([statement]), owner.body);
  (owner as t.ArrowFunctionExpression).body = block;
  return block;
}

function preserveTags(statements: readonly t.Node[]): void {
  for (const statement of statements) {
    for (const comment of commentsBefore(statement)) {
      if (isTag(comment) && !comment.value.includes('@preserve'))
        comment.value = comment.value.replace('@greenlet', '@preserve @greenlet');
    }
  }
}
