import { types as t } from '@babel/core';
import type { Analysis, Binding } from './model.ts';

type Add = (local: string, name: string) => void;

const NAMES = new Set(['GreenletExit', 'Timeout']);

/** The variables of the program that are imported (or required) as `GreenletExit` or `Timeout`, with that name. */
export function findCancellations(program: t.Program, analysis: Analysis): Map<Binding, string> {
  const found = new Map<Binding, string>();
  const add: Add = (local, name) => {
    const binding = analysis.program.scope?.bindings.get(local);
    if (binding !== undefined) found.set(binding, name);
  };
  for (const statement of program.body) {
    if (t.isImportDeclaration(statement)) {
      for (const specifier of statement.specifiers) {
        if (t.isImportSpecifier(specifier) && NAMES.has(nameOf(specifier.imported)))
          add(specifier.local.name, nameOf(specifier.imported));
      }
    } else if (t.isVariableDeclaration(statement)) addRequired(statement, add);
  }
  return found;
}

function nameOf(node: t.Identifier | t.StringLiteral): string {
  return t.isIdentifier(node) ? node.name : node.value;
}

/** `const { Timeout } = require('greenlets')` */
function addRequired({ declarations }: t.VariableDeclaration, add: Add): void {
  for (const { id, init } of declarations) {
    if (!t.isObjectPattern(id) || !t.isCallExpression(init) || !t.isIdentifier(init.callee, { name: 'require' }))
      continue;
    for (const property of id.properties) {
      if (
        t.isObjectProperty(property) &&
        t.isIdentifier(property.key) &&
        NAMES.has(property.key.name) &&
        t.isIdentifier(property.value)
      ) {
        add(property.value.name, property.key.name);
      }
    }
  }
}
