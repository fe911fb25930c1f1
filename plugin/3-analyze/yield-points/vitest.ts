import { types as t } from '@babel/core';
import { unwrap } from '../../syntax/children.ts';
import { nodesOf } from '../../syntax/node-list.ts';
import type { Resolution } from '../model.ts';

/**
 * Vitest moves calls like `vi.mock(...)` before the imports of a test, and takes imports out of their arguments. It finds them in
 * the compiled module by these names, so they stay as they are written. None of them waits for anything.
 */
const OBJECTS = new Set(['vi', 'vitest']);
const MOVED = new Set(['mock', 'unmock', 'hoisted']);
const METHODS = new Set([...MOVED, 'doMock', 'doUnmock']);
/** What has `vi` as an export. */
const MODULES = new Set(['vitest', 'vite-plus/test']);

/** Whether a call is one that Vitest must find in the compiled module. */
export function isVitestCall(node: t.Node, analysis: Resolution): boolean {
  return objectOfCall(node, METHODS, analysis) !== null;
}

/**
 * Whether Vitest moves a statement of the top level before the imports:
 *
 *     vi.mock('./a.js'); const { mock } = vi.hoisted(() => ({ mock: vi.fn() })); await vi.hoisted(async () => {});
 */
export function isMovedByVitest(statement: t.Statement, analysis: Resolution): boolean {
  const moved = (t.isExportNamedDeclaration(statement) ? statement.declaration : statement) ?? statement;
  const value = t.isExpressionStatement(moved)
    ? moved.expression
    : t.isVariableDeclaration(moved)
      ? moved.declarations[0]?.init
      : null;
  if (!value) return false;
  const inner = unwrap(value);
  return objectOfCall(t.isAwaitExpression(inner) ? unwrap(inner.argument) : inner, MOVED, analysis) !== null;
}

/** The variable whose methods Vitest moves before the imports of a program; null if there is nothing to move. */
export function objectMovedByVitest(analysis: Resolution): string | null {
  if (![...OBJECTS].some((name) => analysis.names.has(name))) return null;
  const objects = nodesOf(analysis.list, 'CallExpression').map((call) => objectOfCall(call, MOVED, analysis));
  return objects.find((name) => name !== null) ?? null;
}

function objectOfCall(node: t.Node, methods: ReadonlySet<string>, analysis: Resolution): string | null {
  if (!t.isCallExpression(node)) return null;
  const { callee } = node;
  if (!t.isMemberExpression(callee) || callee.computed || !t.isIdentifier(callee.object)) return null;
  if (!t.isIdentifier(callee.property) || !methods.has(callee.property.name)) return null;
  return isVitest(callee.object, analysis) ? callee.object.name : null;
}

/** Whether a variable is that of Vitest: its global, or imported. */
function isVitest(node: t.Identifier, { refOf }: Resolution): boolean {
  const ref = OBJECTS.has(node.name) ? refOf.get(node) : undefined;
  if (ref === undefined) return false;
  const value = ref.binding?.value;
  return ref.binding === null || (t.isImportDeclaration(value) && MODULES.has(value.source.value));
}
