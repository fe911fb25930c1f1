import { types as t } from '@babel/core';
import { eachChild } from '../../../syntax/children.ts';
import { assignPattern } from './patterns.ts';
import type { Walker } from './walker.ts';

/** Walks what is no expression. */
export function walkStatement(node: t.Node, walker: Walker): void {
  switch (node.type) {
    case 'VariableDeclarator':
      if (node.init) assignPattern(node.id, walker.walkTyped(node.init), walker);
      else if (t.isIdentifier(node.id)) walker.declare(node.id);
      else walker.walkChildren(node.id);
      return;
    case 'VariableDeclaration':
      return walkDeclaration(node, walker);
    case 'ReturnStatement':
      if (node.argument) walker.walk(node.argument).flowTo(walker.heap.activation(walker.fn).returns);
      return;
    case 'ThrowStatement':
      return walker.heap.escape(walker.walk(node.argument));
    case 'ForOfStatement':
    case 'ForInStatement':
      return walkLoop(node, walker);
    case 'CatchClause':
      if (node.param && t.isPattern(node.param)) assignPattern(node.param, walker.unknown(), walker);
      return void walker.walk(node.body);
    case 'ExportDefaultDeclaration':
      return walker.heap.escape(walker.walk(node.declaration));
    case 'ExportNamedDeclaration':
      return walkExport(node, walker);
    case 'TSExportAssignment':
      return walker.heap.escape(walker.walk(node.expression));
    case 'TSEnumMember':
      if (node.initializer) walker.heap.escape(walker.walk(node.initializer));
      return;
    case 'TSImportEqualsDeclaration':
      return escapeNames(node.moduleReference, walker);
    case 'TSModuleDeclaration':
    case 'TSEnumDeclaration':
      if (t.isIdentifier(node.id)) walker.variableOf(node.id)?.add(walker.heap.unknown);
      return walker.walkChildren(node);
    default:
      return walker.walkChildren(node);
  }
}

function walkDeclaration(node: t.VariableDeclaration, walker: Walker): void {
  walker.walkChildren(node);
  if (!node.kind.includes('using')) return;
  // The method that disposes of it may be anybody's.
  for (const { id } of node.declarations) if (t.isIdentifier(id)) walker.convert(walker.walk(id));
}

/** `import a = b.c` */
function escapeNames(node: t.Node, walker: Walker): void {
  if (t.isIdentifier(node)) walker.heap.escape(walker.walk(node));
  else eachChild(node, (child) => escapeNames(child, walker));
}

function walkLoop(node: t.ForOfStatement | t.ForInStatement, walker: Walker): void {
  const values = walker.walkTyped(node.right);
  const declared = t.isVariableDeclaration(node.left) ? node.left.declarations[0] : null;
  // In sloppy code, `for (var x = f in o)` is allowed.
  if (declared?.init) walker.walk(declared);
  const target = declared?.id ?? node.left;
  const isOf = t.isForOfStatement(node);
  const elements = !isOf ? walker.primitive() : node.await ? walker.unknown() : walker.iterate(node, values);
  if (isOf && node.await) walker.heap.escape(values);
  assignPattern(target, elements, walker);
  walker.walk(node.body);
}

function walkExport(node: t.ExportNamedDeclaration, walker: Walker): void {
  if (node.source) return;
  for (const specifier of node.specifiers) {
    if (t.isExportSpecifier(specifier)) walker.heap.escape(walker.walk(specifier.local));
  }
  if (!node.declaration) return;
  walker.walk(node.declaration);
  for (const identifier of Object.values(t.getBindingIdentifiers(node.declaration, false, true))) {
    const variable = walker.variableOf(identifier);
    if (variable !== null) walker.heap.escape(variable);
  }
}
