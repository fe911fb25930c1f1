import { types as t } from '@babel/core';

/** What istanbul calls the property by which it knows its own counters. */
const SCHEMA = '_coverageSchema';

/**
 * Whether a function is the one with the counters of a file, which tools for coverage have put there. It never waits. As it stands,
 * its calls cost little, and these tools find in it what there is to be counted in files that no test loads.
 */
export function holdsCounters(node: t.Node): boolean {
  return t.isFunctionDeclaration(node) && node.body.body.some(declaresCounters);
}

function declaresCounters(statement: t.Statement): boolean {
  return t.isVariableDeclaration(statement) && statement.declarations.some(({ init }) => hasSchema(init));
}

function hasSchema(value: t.Node | null | undefined): boolean {
  return (
    t.isObjectExpression(value) &&
    value.properties.some((property) => t.isObjectProperty(property) && t.isIdentifier(property.key, { name: SCHEMA }))
  );
}
