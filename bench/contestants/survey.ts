import { types as t, type NodePath } from '@babel/core';

/** Builtins that call their argument back, and know no colours. */
const CALLING_BACK = new Set(
  'map forEach filter reduce some every find findIndex findLast flatMap sort replace replaceAll from defineProperty'.split(
    ' ',
  ),
);

/** Methods of a reader, in programs that are given one. */
const FOREIGN = ['next'];

export interface Survey {
  /** The functions that can be coloured. */
  functions: Set<t.Function>;
  /** The calls of such functions, in the order of the source. */
  calls: NodePath<t.CallExpression>[];
}

/**
 * Which functions of a program may be coloured: what constructors, accessors, builtins and the top level of the module
 * call stays plain, and so does all that is called from there.
 */
export function survey(program: NodePath<t.Program>): Survey {
  const named = new Map<string, t.Function[]>(FOREIGN.map((name) => [name, []]));
  const functions = new Set<t.Function>();
  const calls: NodePath<t.CallExpression>[] = [];
  program.traverse({
    Function(path) {
      const name = nameOf(path);
      if (name !== null) named.set(name, [...(named.get(name) ?? []), path.node]);
      if (isColourable(path)) functions.add(path.node);
    },
    CallExpression: (call) => void calls.push(call),
  });
  const waiting = calls.filter((call) => mayWait(call, named));
  for (let settled = false; !settled;) {
    const plainCalls = waiting.filter((call) => !functions.has(owner(call) as t.Function));
    const plain = plainCalls.flatMap((call) => named.get(calleeName(call.node) ?? '') ?? []);
    settled = !plain.some((node) => functions.delete(node));
  }
  return { functions, calls: waiting.filter((call) => functions.has(owner(call) as t.Function) && isColoured(call)) };

  function isColoured({ node }: NodePath<t.CallExpression>): boolean {
    const known = named.get(calleeName(node) ?? '') ?? [];
    return known.length === 0 || known.some((callee) => functions.has(callee));
  }
}

function owner(call: NodePath): t.Function | null {
  return call.getFunctionParent()?.node ?? null;
}

/** Neither accessors, nor constructors of the old kind, nor what is called where it stands (as modules once were). */
function isColourable(path: NodePath<t.Function>): boolean {
  const { node, parent, key } = path;
  if ((t.isClassMethod(node) || t.isObjectMethod(node)) && node.kind !== 'method') return false;
  if (node.async || node.generator) return false;
  if (key === 'callee') return false;
  if (/^[A-Z]/.test(nameOf(path) ?? '')) return false;
  if (!t.isCallExpression(parent)) return true;
  return !t.isFunction(parent.callee) && !CALLING_BACK.has(calleeName(parent) ?? '');
}

function calleeName({ callee }: t.CallExpression): string | null {
  if (t.isIdentifier(callee)) return callee.name;
  return t.isMemberExpression(callee) && !callee.computed && t.isIdentifier(callee.property)
    ? callee.property.name
    : null;
}

/** The name under which the program calls a function. */
function nameOf({ node, parent }: NodePath<t.Function>): string | null {
  if (t.isFunctionDeclaration(node)) return node.id?.name ?? null;
  if (t.isClassMethod(node) || t.isObjectMethod(node)) return t.isIdentifier(node.key) ? node.key.name : null;
  const target = t.isAssignmentExpression(parent)
    ? t.isMemberExpression(parent.left)
      ? parent.left.property
      : parent.left
    : t.isVariableDeclarator(parent)
      ? parent.id
      : t.isObjectProperty(parent)
        ? parent.key
        : null;
  return t.isIdentifier(target) ? target.name : null;
}

/** Local functions and parameters; methods that the program defines; functions kept in fields of `this`. */
function mayWait(call: NodePath<t.CallExpression>, named: ReadonlyMap<string, unknown>): boolean {
  const { callee } = call.node;
  if (t.isIdentifier(callee)) return call.scope.hasBinding(callee.name, true);
  if (!t.isMemberExpression(callee)) return t.isCallExpression(callee);
  if (callee.computed || !t.isIdentifier(callee.property)) return false;
  return t.isThisExpression(callee.object) || (named.has(callee.property.name) && !isArrayMethod(callee));
}

/** `heap.push(x)` may wait if the program defines `push`; `items.push(x)` does not. */
function isArrayMethod({ object, property }: t.MemberExpression): boolean {
  if (!t.isIdentifier(property) || !['push', 'pop'].includes(property.name)) return false;
  return t.isIdentifier(object) && ['items', 'todo', 'list', 'plan'].includes(object.name);
}
