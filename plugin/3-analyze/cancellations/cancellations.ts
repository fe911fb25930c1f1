import { types as t } from '@babel/core';
import { nodesOf } from '../../syntax/node-list.ts';
import type { Resolution, Binding } from '../model.ts';

/** The exports that stand for cancellations. */
const NAMES = new Set(['GreenletExit', 'Timeout', 'isCancellation']);

/**
 * The variables that stand for `GreenletExit`, `Timeout` or `isCancellation`, with that name: what is imported, required,
 * taken out of any object - a namespace, a dynamic import - under it, or another name for one of them.
 */
export function findCancellations(
  analysis: Resolution,
  assignments: ReadonlyMap<Binding, t.Node>,
): Map<Binding, string> {
  const found = new Map<Binding, string>();
  const add = (local: t.Node, name: string | null): void => {
    const binding = analysis.refOf.get(local)?.binding;
    if (binding && name !== null && NAMES.has(name)) found.set(binding, name);
  };
  const addImport = ({ local, imported }: t.ImportSpecifier): void => {
    const binding = analysis.program.scope?.bindings.get(local.name);
    if (binding !== undefined && NAMES.has(nameOf(imported))) found.set(binding, nameOf(imported));
  };
  const aliased = (node: t.Node): string | null => {
    const binding = analysis.refOf.get(node)?.binding;
    return (binding && found.get(binding)) ?? null;
  };
  for (const node of nodesOf(analysis.list, 'ImportSpecifier', 'ObjectPattern')) {
    if (node.type === 'ImportSpecifier') addImport(node);
    else addPattern(node, add);
  }
  const values = [...declaredValues(analysis), ...assignments];
  // Each may be another name for one that comes later.
  for (let known = -1; known !== found.size;) {
    known = found.size;
    for (const [binding, value] of values) {
      const name = cancellationProperty(value) ?? aliased(value);
      if (name !== null) found.set(binding, name);
    }
  }
  return found;
}

/** The variables that are declared with a value. */
function declaredValues(analysis: Resolution): [Binding, t.Node][] {
  return nodesOf(analysis.list, 'VariableDeclarator').flatMap(({ id, init }): [Binding, t.Node][] => {
    const binding = analysis.refOf.get(id)?.binding;
    return binding && init ? [[binding, init]] : [];
  });
}

/** `greenlets.GreenletExit`: the name, whatever the object is. */
export function cancellationProperty(node: t.Node): string | null {
  if (!t.isMemberExpression(node) && !t.isOptionalMemberExpression(node)) return null;
  const name = t.isPrivateName(node.property) ? null : keyOf(node.property, node.computed);
  return name !== null && NAMES.has(name) ? name : null;
}

/** `{ Timeout, GreenletExit: Exit = Other }` */
function addPattern({ properties }: t.ObjectPattern, add: (local: t.Node, name: string | null) => void): void {
  for (const property of properties) {
    if (!t.isObjectProperty(property)) continue;
    const target = t.isAssignmentPattern(property.value) ? property.value.left : property.value;
    add(target, keyOf(property.key, property.computed));
  }
}

function keyOf(key: t.Node, computed: boolean): string | null {
  if (t.isStringLiteral(key)) return key.value;
  return t.isIdentifier(key) && !computed ? key.name : null;
}

function nameOf(node: t.Identifier | t.StringLiteral): string {
  return t.isIdentifier(node) ? node.name : node.value;
}
