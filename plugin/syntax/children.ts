import { types as t } from '@babel/core';

// What Babel exports are getters, whose calls were a tenth of compiling: what is asked of each node compares `type`.
const { VISITOR_KEYS, FLIPPED_ALIAS_KEYS } = t;

type Children = Record<string, t.Node | (t.Node | null)[] | null | undefined>;

const NO_KEYS: readonly string[] = [];
const KEYS_OF_CALLS: readonly string[] = ['callee', 'arguments'];

/**
 * The keys of the children of a node, in source order. To look for what is not there takes long: of names and calls, which are half
 * of all nodes, those of types and decorators are left out if they have none.
 */
export function keysOf(node: t.Node): readonly string[] {
  if (node.type === 'Identifier') {
    if (!node.typeAnnotation && !node.decorators) return NO_KEYS;
  } else if (node.type === 'CallExpression' && !node.typeArguments && !node.typeParameters) return KEYS_OF_CALLS;
  return VISITOR_KEYS[node.type] ?? NO_KEYS;
}

/** The children of a node under the names of `keysOf`. */
export function childrenOf(node: t.Node): Children {
  return node as unknown as Children;
}

/** Calls `visit` with each child node, in source order. */
export function eachChild(node: t.Node, visit: (child: t.Node, key: string) => void): void {
  const fields = childrenOf(node);
  for (const key of keysOf(node)) {
    const child = fields[key];
    if (child === null || child === undefined) continue;
    if (Array.isArray(child)) {
      for (const element of child) if (element !== null) visit(element, key);
    } else visit(child, key);
  }
}

/** Whether a node is what `matches` looks for, or has such a node in it. */
export function contains(node: t.Node, matches: (node: t.Node) => boolean): boolean {
  if (matches(node)) return true;
  const fields = childrenOf(node);
  for (const key of keysOf(node)) {
    const child = fields[key];
    if (child === null || child === undefined) continue;
    if (!Array.isArray(child)) {
      if (contains(child, matches)) return true;
    } else if (child.some((element) => element !== null && contains(element, matches))) return true;
  }
  return false;
}

/** Calls `enter` with a node and with all nodes in it; not with those in a node for which it returns false. */
export function walkNodes(node: t.Node, enter: (node: t.Node) => boolean): void {
  if (!enter(node)) return;
  const fields = childrenOf(node);
  for (const key of keysOf(node)) {
    const child = fields[key];
    if (child === null || child === undefined) continue;
    if (Array.isArray(child)) {
      for (const element of child) if (element !== null) walkNodes(element, enter);
    } else walkNodes(child, enter);
  }
}

const TYPESCRIPT_VALUES = new Set([
  'TSAsExpression',
  'TSSatisfiesExpression',
  'TSTypeAssertion',
  'TSNonNullExpression',
  'TSInstantiationExpression',
  'TSEnumDeclaration',
  'TSEnumBody',
  'TSEnumMember',
  'TSModuleDeclaration',
  'TSModuleBlock',
  'TSParameterProperty',
  'TSExportAssignment',
  'TSImportEqualsDeclaration',
  'TSExternalModuleReference',
]);

const FLOW_VALUES = new Set(['TypeCastExpression']);
/** Of what only typed languages have: whether it is a type, or what is none unless it is declared only. */
const IS_TYPE = new Map([
  ...Object.keys(VISITOR_KEYS).flatMap((type) => (type.startsWith('TS') ? [[type, true] as const] : [])),
  ...(FLIPPED_ALIAS_KEYS.Flow ?? []).flatMap((type) => (FLOW_VALUES.has(type) ? [] : [[type, true] as const])),
  ...Array.from(TYPESCRIPT_VALUES, (type) => [type, false] as const),
]);

/** The members of an enum: Babel 8 has them in a body. */
export function membersOf(node: t.TSEnumDeclaration): t.TSEnumMember[] {
  return (node.body ?? node).members;
}

/** Whether the node exists for the type checker only. */
export function isTypeOnly(node: t.Node): boolean {
  const isType = IS_TYPE.get(node.type);
  return isType === true || (isType === false && (node as { declare?: boolean | null }).declare === true);
}

/** Whether whoever takes the types off takes the node off as a whole: a type, or a declaration without a value. */
export function isErased(node: t.Node): boolean {
  return isTypeOnly(node) || ('declare' in node && node.declare === true);
}

const TYPE_WRAPPERS = new Set([
  'TSAsExpression',
  'TSSatisfiesExpression',
  'TSTypeAssertion',
  'TSNonNullExpression',
  'TSInstantiationExpression',
  'TypeCastExpression',
]);

/** An expression that only wraps another one, for the type checker. */
export function isTypeWrapper(node: t.Node): node is t.TSAsExpression | t.TSNonNullExpression {
  return TYPE_WRAPPERS.has(node.type);
}

/** An expression that only wraps another one, which has the same value: parentheses and type assertions. */
export function isWrapper(node: t.Node): node is t.TSAsExpression | t.TSNonNullExpression | t.ParenthesizedExpression {
  return node.type === 'ParenthesizedExpression' || isTypeWrapper(node);
}

/** Parentheses around a variable that is assigned: what is assigned to `(x)` does not take its name. */
export function isParenthesized(node: t.Node): boolean {
  return t.isParenthesizedExpression(node) || node.extra?.parenthesized === true;
}

export function unwrap(node: t.Node): t.Node {
  while (isWrapper(node)) node = node.expression;
  return node;
}
