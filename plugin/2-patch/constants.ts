import type { NodePath, types as t } from '@babel/core';
import type { Binding } from '@babel/traverse';
import { hasCovered, memberOf, type Origin } from './origin.ts';
import { keyName } from './syntax.ts';
import type { Table } from './tables/cooperative.ts';

/** What is made of an initial value. */
export interface Constants {
  entries: [Binding, Origin][];
  /** Whether nothing else is made of the initial value. */
  complete: boolean;
}

/** The constants that a declaration makes of an initial value, and what each stands for. */
export function constantsOf(declarator: NodePath<t.VariableDeclarator>, origin: Origin, table: Table): Constants {
  const { id } = declarator.node;
  const entries: [Binding, Origin][] = [];
  let complete = true;
  for (const [local, member] of destructure(id, origin, table)) {
    const binding = local === null ? undefined : declarator.scope.getBinding(local);
    if (binding?.constant && member !== null) entries.push([binding, member]);
    else complete = false;
  }
  return { entries, complete };
}

/** The variables of a pattern with what they stand for; null for those of which that is not evident. */
function destructure(id: t.Node, origin: Origin, table: Table): [string | null, Origin | null][] {
  if (id.type === 'Identifier') return [[id.name, origin]];
  if (id.type !== 'ObjectPattern') return [[null, null]];
  const variables: [string | null, Origin | null][] = [];
  for (const property of id.properties) {
    const name = property.type === 'ObjectProperty' ? keyName(property.key, property.computed) : null;
    if (property.type !== 'ObjectProperty' || name === null) variables.push([null, null]);
    else if (hasCovered(origin, name, table)) {
      const local = property.value.type === 'Identifier' ? property.value.name : null;
      variables.push([local, memberOf(origin, name, table)]);
    }
  }
  return variables;
}
