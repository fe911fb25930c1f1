import type { NodePath, types as t } from '@babel/core';

/** The outermost expression that is `path` with parentheses and TypeScript's type assertions around it. */
export function withoutWrapping(path: NodePath): NodePath {
  let { parentPath } = path;
  while (parentPath !== null && isWrapper(parentPath)) {
    path = parentPath;
    ({ parentPath } = path);
  }
  return path;
}

function isWrapper(path: NodePath): boolean {
  return path.isParenthesizedExpression() || (path.isTypeScript() && path.isExpression());
}

/** `name` if the parent of `path` is `path.name` or `path['name']`. */
export function memberNameOver(path: NodePath): string | null {
  const { parentPath } = path;
  if (path.key !== 'object' || parentPath === null) return null;
  if (!parentPath.isMemberExpression() && !parentPath.isOptionalMemberExpression()) return null;
  return keyName(parentPath.node.property, parentPath.node.computed);
}

/** The name of a property that is known without running the program. */
export function keyName(key: t.Node, computed: boolean): string | null {
  if (key.type === 'StringLiteral') return key.value;
  return key.type === 'Identifier' && !computed ? key.name : null;
}

/** Whether `path` is written to or deleted rather than read. */
export function isTarget(path: NodePath): boolean {
  const { key, parentPath: parent } = path;
  if (parent === null) return false;
  if (parent.isAssignmentExpression() || parent.isAssignmentPattern() || parent.isForXStatement())
    return key === 'left';
  if (parent.isObjectProperty()) return key === 'value' && parent.parentPath.isObjectPattern();
  if (parent.isUnaryExpression()) return parent.node.operator === 'delete';
  return parent.isUpdateExpression() || parent.isArrayPattern() || parent.isRestElement();
}

/** Whether `path` is only looked at by `typeof`, as feature tests do. */
export function isTypeofOperand({ parentPath }: NodePath): boolean {
  return parentPath?.isUnaryExpression({ operator: 'typeof' }) ?? false;
}

/** Whether `path` stands in a type, where there is nothing to replace. */
export function isInType({ parentPath }: NodePath): boolean {
  if (parentPath === null) return false;
  return parentPath.isFlow() || (parentPath.isTypeScript() && !parentPath.isExpression());
}

/** Whether `path` is what an export declaration hands on. */
export function isExported({ parentPath }: NodePath): boolean {
  return parentPath !== null && (parentPath.isExportSpecifier() || parentPath.isExportDefaultDeclaration());
}

/** Whether the variables of a declarator are exported where they are declared. */
export function isExportedDeclaration({ parentPath }: NodePath<t.VariableDeclarator>): boolean {
  return parentPath.parentPath?.isExportDeclaration() ?? false;
}

/** The string that is the only argument of a call, as in `require('fs')`. */
export function onlyString(args: NodePath<t.CallExpression['arguments'][number]>[]): string | null {
  const [first] = args;
  return args.length === 1 && first?.isStringLiteral() ? first.node.value : null;
}

/** What compilers call the helper that makes a namespace of what `require` returned: tsc, Babel, SWC and esbuild. */
const INTEROP =
  /^(?:__import(?:Default|Star)|_interop(?:Require|_require_)(?:Default|Wildcard|default|wildcard)|__toESM)\d*$/;

/** The call of such a helper around a `require`, as in `__importDefault(require('fs'))`. */
export function interopOver({ key, listKey, parentPath }: NodePath): NodePath<t.CallExpression> | null {
  if (listKey !== 'arguments' || key !== 0 || !parentPath?.isCallExpression()) return null;
  const { callee } = parentPath.node;
  const name =
    callee.type === 'Identifier'
      ? callee.name
      : callee.type === 'MemberExpression'
        ? keyName(callee.property, callee.computed)
        : null;
  return name !== null && INTEROP.test(name) ? parentPath : null;
}
