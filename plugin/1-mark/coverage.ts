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

/** What istanbul calls the function with the counters of a file: by a hash of its path. */
const NAME = /^cov_[\da-z]{1,11}$/;

/** Whether something may call the function with the counters, by its name: as long as istanbul works on a program, it is not declared. */
export function isLikeCallOfCounters(call: t.CallExpression | t.OptionalCallExpression): boolean {
  return call.arguments.length === 0 && t.isIdentifier(call.callee) && NAME.test(call.callee.name);
}

/** Whether an expression is a counter, `cov_1x().s[2]++` or `cov_1x().b[0][1]++`. */
export function isCounter(node: t.Node): boolean {
  if (!t.isUpdateExpression(node, { operator: '++' })) return false;
  let object: t.Node = node.argument;
  while (t.isMemberExpression(object)) ({ object } = object);
  return t.isCallExpression(object) && isLikeCallOfCounters(object);
}

/** Whether it is a value that is counted: `(cov_1x().s[2]++, value)`. */
export function isCounted(node: t.Node): boolean {
  return t.isSequenceExpression(node) && node.expressions.slice(0, -1).every(isCounter);
}
