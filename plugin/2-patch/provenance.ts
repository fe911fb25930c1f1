import type { NodePath, types as t } from '@babel/core';
import type { Binding } from '@babel/traverse';
import { keyName, onlyString } from './syntax.ts';
import { GLOBAL_OBJECTS } from './tables/cooperative.ts';

/** A chain of constants longer than this one is not followed: it may be a circle. */
const MAX_LENGTH = 20;

/**
 * Where an expression evidently comes from: a module or a global, and the properties on the way from there. Null if that
 * is not evident.
 *
 * `execSync` after `const { execSync } = require('node:child_process')` -> ['child_process', 'execSync']
 */
export function provenanceOf(path: NodePath, length = 0): string[] | null {
  const value = unwrapped(path);
  if (length > MAX_LENGTH) return null;
  if (value.isIdentifier()) return ofIdentifier(value, length);
  if (value.isAwaitExpression()) return ofDynamicImport(value.get('argument'));
  if (value.isCallExpression()) return ofCall(value, length);
  if (!value.isMemberExpression() && !value.isOptionalMemberExpression()) return null;
  const name = keyName(value.node.property, value.node.computed);
  const object = name === null ? null : provenanceOf(value.get('object') as NodePath, length + 1);
  return object === null || name === null ? null : member(object, name);
}

function member(object: string[], name: string): string[] {
  if (object.length === 1 && GLOBAL_OBJECTS.has(object[0] ?? '')) return [name];
  // The default export of a module of Node is the module, and so is that of CommonJS.
  return object.length === 1 && name === 'default' ? object : [...object, name];
}

function unwrapped(path: NodePath): NodePath {
  if (path.isSequenceExpression()) {
    const last = path.get('expressions').at(-1);
    return last === undefined ? path : unwrapped(last);
  }
  const isWrapper = path.isParenthesizedExpression() || (path.isTypeScript() && path.isExpression());
  return isWrapper ? unwrapped(path.get('expression') as NodePath) : path;
}

function ofIdentifier(path: NodePath<t.Identifier>, length: number): string[] | null {
  const { name } = path.node;
  const binding = path.scope.getBinding(name);
  return binding === undefined ? [name] : ofBinding(binding, name, length);
}

function ofBinding({ path, constant }: Binding, name: string, length: number): string[] | null {
  const { node, parent } = path;
  if (parent.type === 'ImportDeclaration') return ofSpecifier(node, parent);
  if (node.type === 'TSImportEqualsDeclaration') {
    const { moduleReference: reference } = node;
    return reference.type === 'TSExternalModuleReference' ? [moduleName(reference.expression.value)] : null;
  }
  if (!constant || !path.isVariableDeclarator()) return null;
  const init = path.get('init');
  const { id } = path.node;
  if (!init.node || path.parentPath.parentPath?.isForXStatement() === true) return null;
  const keys = id.type === 'Identifier' ? [] : keysTo(id, name);
  const origin = keys === null ? null : provenanceOf(init as NodePath, length + 1);
  return origin === null || keys === null ? null : keys.reduce(member, origin);
}

/** The keys by which a pattern takes the variable out of what it is given. */
function keysTo(pattern: t.Node, name: string): string[] | null {
  if (pattern.type === 'Identifier') return pattern.name === name ? [] : null;
  if (pattern.type !== 'ObjectPattern') return null;
  for (const property of pattern.properties) {
    const key = property.type === 'ObjectProperty' ? keyName(property.key, property.computed) : null;
    if (property.type !== 'ObjectProperty' || key === null) continue;
    const { value } = property;
    const keys = keysTo(value.type === 'AssignmentPattern' ? value.left : value, name);
    if (keys !== null) return [key, ...keys];
  }
  return null;
}

function ofSpecifier(specifier: t.Node, { source }: t.ImportDeclaration): string[] | null {
  const module = [moduleName(source.value)];
  if (specifier.type !== 'ImportSpecifier') return module;
  const name = keyName(specifier.imported, false);
  return name === null ? null : member(module, name);
}

function ofCall(path: NodePath<t.CallExpression>, length: number): string[] | null {
  const callee = provenanceOf(path.get('callee'), length + 1)?.join('.');
  // What it returns is a `require`.
  if (callee === 'module.createRequire') return ['require'];
  const source = onlyString(path.get('arguments'));
  const isModule = callee === 'require' || callee === 'process.getBuiltinModule';
  return source === null || !isModule ? null : [moduleName(source)];
}

/** `await import('x')` */
function ofDynamicImport(path: NodePath): string[] | null {
  if (path.isImportExpression()) {
    const { source } = path.node;
    return source.type === 'StringLiteral' ? [moduleName(source.value)] : null;
  }
  if (!path.isCallExpression() || !path.get('callee').isImport()) return null;
  const source = onlyString(path.get('arguments'));
  return source === null ? null : [moduleName(source)];
}

export function moduleName(source: string): string {
  return source.replace(/^node:/, '');
}
