import { types as t } from '@babel/core';
import { eachChild, isTypeOnly } from '../../syntax/children.ts';
import type { Binding, BindingKind, FunctionInfo, Scope } from '../model.ts';

/** Adds a binding to a scope; a repeated `var`, parameter or function of the same name is the same binding. */
export function declare(scope: Scope, name: string, kind: BindingKind, value: t.Node | null = null): Binding {
  const existing = scope.bindings.get(name);
  if (existing !== undefined) {
    existing.declarations++;
    if (kind === 'function') {
      existing.value = value;
      if (existing.kind === 'var') existing.kind = 'function';
      else if (existing.kind === 'param') existing.writes++;
    }
    return existing;
  }
  const binding: Binding = {
    name,
    kind,
    scope,
    initializedAt: kind === 'let' || kind === 'const' || kind === 'class' ? Infinity : 0,
    declarations: 1,
    refs: [],
    writes: 0,
    captured: false,
    value,
    property: propertyOf(value),
    storage: 'native',
    checked: false,
    emittedName: name,
    isNumber: false,
  };
  scope.bindings.set(name, binding);
  if (kind !== 'self') scope.fn.declares.add(name);
  return binding;
}

function propertyOf(value: t.Node | null): string | null {
  if (!t.isMemberExpression(value) || value.computed) return null;
  return t.isIdentifier(value.property) ? value.property.name : null;
}

/** Declares what `let`, `const`, `class` and function declarations directly in `statements` introduce. */
export function declareLexical(scope: Scope, statements: readonly t.Node[]): void {
  for (const statement of statements) {
    const declaration = exported(statement);
    if (t.isFunctionDeclaration(declaration) && declaration.id)
      declare(scope, declaration.id.name, 'function', declaration);
    else if (t.isClassDeclaration(declaration) && declaration.id)
      declare(scope, declaration.id.name, 'class', declaration);
    else if (t.isVariableDeclaration(declaration) && declaration.kind !== 'var') declareNames(scope, declaration);
    else if (t.isTSEnumDeclaration(declaration)) declare(scope, declaration.id.name, 'var', declaration);
    else if (t.isTSModuleDeclaration(declaration) && t.isIdentifier(declaration.id))
      declare(scope, declaration.id.name, 'var');
    else if (t.isTSImportEqualsDeclaration(declaration)) declare(scope, declaration.id.name, 'import', declaration);
    else if (t.isLabeledStatement(declaration)) declareLexical(scope, [declaration.body]);
    else if (t.isImportDeclaration(declaration)) {
      for (const { local } of declaration.specifiers) declare(scope, local.name, 'import', declaration);
    }
  }
}

function exported(statement: t.Node): t.Node {
  if ((t.isExportNamedDeclaration(statement) || t.isExportDefaultDeclaration(statement)) && statement.declaration) {
    return statement.declaration;
  }
  return statement;
}

export function declareNames(scope: Scope, declaration: t.VariableDeclaration): void {
  const kind = declaration.kind === 'var' ? 'var' : declaration.kind === 'let' ? 'let' : 'const';
  for (const { id, init } of declaration.declarations) {
    for (const name of boundNames(id)) declare(scope, name, kind, t.isIdentifier(id) ? (init ?? null) : null);
  }
}

/** Declares the `var`s of a function, wherever in its body they stand. */
export function declareVars(scope: Scope, body: t.Node, fn: FunctionInfo): void {
  if (t.isVariableDeclaration(body)) {
    if (body.kind === 'var') declareNames(scope, body);
  } else if (isFunctionBoundary(body) || t.isExpression(body) || isTypeOnly(body)) {
    return;
  }
  eachChild(body, (child) => declareVars(scope, child, fn));
}

export function isFunctionBoundary(node: t.Node): boolean {
  return t.isFunction(node) || t.isClass(node) || t.isTSModuleBlock(node);
}

/** The names that a pattern binds. */
export function boundNames(pattern: t.Node): string[] {
  // TypeScript's `this` parameter is a type.
  if (t.isIdentifier(pattern)) return pattern.name === 'this' ? [] : [pattern.name];
  if (t.isAssignmentPattern(pattern)) return boundNames(pattern.left);
  if (t.isRestElement(pattern)) return boundNames(pattern.argument);
  if (t.isTSParameterProperty(pattern)) return boundNames(pattern.parameter);
  if (t.isArrayPattern(pattern))
    return pattern.elements.flatMap((element) => (element === null ? [] : boundNames(element)));
  if (t.isObjectPattern(pattern)) {
    return pattern.properties.flatMap((property) =>
      boundNames(t.isRestElement(property) ? property.argument : property.value),
    );
  }
  return [];
}
