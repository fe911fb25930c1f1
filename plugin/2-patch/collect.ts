import type { NodePath, types as t } from '@babel/core';
import type { Binding } from '@babel/traverse';
import { nodesOf, type NodeList } from '../syntax/node-list.ts';
import { constantsOf, type Constants } from './constants.ts';
import { isOptedOut } from './opt-out.ts';
import { exportOf, globalNamed, hasCovered, isMemberwise, memberOf, type Origin } from './origin.ts';
import {
  interopOver,
  isExported,
  isExportedDeclaration,
  isInType,
  isTarget,
  isTypeofOperand,
  keyName,
  memberNameOver,
  onlyString,
  withoutWrapping,
} from './syntax.ts';
import { GLOBAL_OBJECTS, type Replacement, type Table } from './tables/cooperative.ts';

/** An expression of marked code that is to be replaced, and what it stands for. */
export interface Reference {
  path: NodePath;
  origin: Exclude<Origin, { kind: 'globalThis' }>;
}

/** A dynamic import of marked code whose module is to be replaced. */
export interface DynamicImport {
  source: NodePath<t.StringLiteral>;
  replacement: Replacement;
}

export type IsMarked = (path: NodePath) => boolean;

/**
 * Finds what marked code uses of the replaced modules and globals, through imports, `require` and constants that
 * evidently hold the same. It changes nothing.
 *
 * Each binding is followed once and each reference is looked at once, so the time is linear in the program.
 */
export class Collector {
  readonly references: Reference[] = [];
  readonly dynamicImports: DynamicImport[] = [];
  readonly #table: Table;
  readonly #isMarked: IsMarked;
  readonly #followed = new Set<Binding>();

  constructor(table: Table, isMarked: IsMarked) {
    this.#table = table;
    this.#isMarked = isMarked;
  }

  /** @param list the nodes of the program as it was parsed */
  collect(program: NodePath<t.Program>, list: NodeList): void {
    // To visit all paths takes longer than anything else in most files.
    if (!this.#mayFind(list)) return;
    program.traverse({
      ImportDeclaration: (path) => this.#importDeclaration(path),
      TSImportEqualsDeclaration: (path) => this.#importEquals(path),
      CallExpression: (path) => this.#call(path),
      ImportExpression: (path) => this.#dynamicImport(path.get('source')),
      Identifier: (path) => this.#global(path),
    });
  }

  /** Whether a program mentions a module or a global that is replaced. */
  #mayFind(list: NodeList): boolean {
    const texts = new Set(nodesOf(list, 'StringLiteral').map(({ value }) => value));
    return (
      [...texts].some((text) => this.#table.moduleNamed(text) !== undefined) ||
      nodesOf(list, 'Identifier').some(({ name }) => this.#originOf(name) !== null)
    );
  }

  #originOf(name: string): Origin | null {
    return GLOBAL_OBJECTS.has(name) ? { kind: 'globalThis' } : globalNamed(name, this.#table);
  }

  #importDeclaration(path: NodePath<t.ImportDeclaration>): void {
    const replacement = this.#table.moduleNamed(path.node.source.value);
    if (replacement === undefined || isTypeOnly(path.node)) return;
    for (const specifier of path.get('specifiers')) {
      const origin = originOfSpecifier(specifier.node, replacement);
      if (origin !== null && !isOptedOut(specifier)) this.#followName(path, specifier.node.local.name, origin);
    }
  }

  /** `import fs = require('fs')` */
  #importEquals(path: NodePath<t.TSImportEqualsDeclaration>): void {
    const { id, importKind, moduleReference } = path.node;
    if (moduleReference.type !== 'TSExternalModuleReference' || importKind === 'type' || isOptedOut(path)) return;
    const replacement = this.#table.moduleNamed(moduleReference.expression.value);
    if (replacement !== undefined) this.#followName(path, id.name, { kind: 'module', replacement, form: 'namespace' });
  }

  #call(path: NodePath<t.CallExpression>): void {
    const callee = path.get('callee');
    if (callee.isImport()) return this.#dynamicImport(path.get('arguments')[0]);
    if (!callee.isIdentifier({ name: 'require' }) || path.scope.hasBinding('require', true)) return;
    const replacement = this.#table.moduleNamed(onlyString(path.get('arguments')) ?? '');
    if (replacement === undefined) return;
    const helper = interopOver(path);
    if (helper === null) this.#follow(path, { kind: 'module', replacement, form: 'namespace' });
    else this.#follow(helper, { kind: 'module', replacement, form: 'interop' });
  }

  #dynamicImport(source: NodePath | undefined): void {
    if (!source?.isStringLiteral() || isOptedOut(source.parentPath)) return;
    const replacement = this.#table.moduleNamed(source.node.value);
    if (replacement === undefined) return;
    if (replacement.memberwise || !this.#isMarked(source)) return this.#followAwaited(source.parentPath, replacement);
    if (replacement.green === undefined) this.dynamicImports.push({ source, replacement });
    else this.references.push({ path: source.parentPath, origin: { kind: 'module', replacement, form: 'namespace' } });
  }

  /** `await import('events')` */
  #followAwaited(path: NodePath, replacement: Replacement): void {
    const use = withoutWrapping(path);
    if (use.parentPath?.isAwaitExpression() === true)
      this.#follow(use.parentPath, { kind: 'module', replacement, form: 'interop' });
  }

  #global(path: NodePath<t.Identifier>): void {
    const { name } = path.node;
    const origin = this.#originOf(name);
    if (origin === null || !path.isReferencedIdentifier() || path.scope.hasBinding(name, true)) return;
    this.#follow(path, origin);
  }

  #followName(path: NodePath, name: string, origin: Origin): void {
    const binding = path.scope.getBinding(name);
    if (binding !== undefined) this.#followBinding(binding, origin);
  }

  #followBinding(binding: Binding, origin: Origin): void {
    if (this.#followed.has(binding)) return;
    this.#followed.add(binding);
    for (const path of binding.referencePaths) this.#follow(path, origin);
  }

  /** Records the expression `path`, which stands for `origin`, or what is made of it. */
  #follow(path: NodePath, origin: Origin): void {
    const use = withoutWrapping(path);
    const name = memberNameOver(use);
    if (name === null || origin.kind === 'export' || use.parentPath === null) {
      if (!this.#alias(use, origin)) this.#record(path, use, origin);
      return;
    }
    if (origin.kind === 'module' && origin.form === 'interop' && name === 'default') {
      return this.#follow(use.parentPath, { ...origin, form: 'default' });
    }
    if (!hasCovered(origin, name, this.#table)) return;
    const whole = withoutWrapping(use.parentPath);
    const member = memberOf(origin, name, this.#table);
    if (member !== null && this.#alias(whole, member)) return;
    if (isTarget(whole) || isExported(whole)) return;
    if (isMemberwise(origin)) this.#recordMember(use.parentPath, whole, member);
    else this.#record(path, use, origin);
  }

  #recordMember(path: NodePath, whole: NodePath, member: Origin | null): void {
    if (member?.kind === 'module' && isMemberwise(member)) this.#follow(path, member);
    else if (member !== null) this.#record(path, whole, member);
  }

  #record(path: NodePath, use: NodePath, origin: Origin): void {
    if (origin.kind === 'globalThis' || isMemberwise(origin) || path.isJSXIdentifier() || isInType(path)) return;
    if (isTarget(use) || isExported(use) || isTypeofOperand(use)) return;
    if (this.#isMarked(path) && !isOptedOut(path)) this.references.push({ path, origin: withoutInterop(origin) });
  }

  /**
   * If `init` initialises constants, then these stand for `origin` or its members, and their references are followed
   * instead. Not if all of them can have the cooperative version: then replacing `init` keeps the shape of the source.
   */
  #alias(init: NodePath, origin: Origin): boolean {
    const declarator = init.parentPath;
    if (!declarator?.isVariableDeclarator() || init.key !== 'init') return false;
    if (isOptedOut(declarator)) return true;
    const { entries, complete } = constantsOf(declarator, origin, this.#table);
    const fixed = isMemberwise(origin) || isExportedDeclaration(declarator);
    if (!fixed && entries.length > 0 && this.#isWhollyMarked(init, entries)) return false;
    for (const [binding, member] of entries) this.#followBinding(binding, member);
    return complete || fixed;
  }

  #isWhollyMarked(init: NodePath, constants: Constants['entries']): boolean {
    const isReplaceable: IsMarked = (path) => this.#isMarked(path) && !isOptedOut(path);
    return isReplaceable(init) && constants.every(([binding]) => binding.referencePaths.every(isReplaceable));
  }
}

/** Our modules are namespaces with a default export as they are. */
function withoutInterop<SomeOrigin extends Origin>(origin: SomeOrigin): SomeOrigin {
  return origin.kind === 'module' && origin.form === 'interop' ? { ...origin, form: 'namespace' } : origin;
}

function originOfSpecifier(
  specifier: t.ImportDeclaration['specifiers'][number],
  replacement: Replacement,
): Origin | null {
  if (specifier.type === 'ImportNamespaceSpecifier') return { kind: 'module', replacement, form: 'interop' };
  if (specifier.type === 'ImportDefaultSpecifier') return exportOf(replacement, 'default');
  if (isTypeOnly(specifier)) return null;
  return exportOf(replacement, keyName(specifier.imported, false) ?? '');
}

function isTypeOnly({ importKind }: { importKind?: string | null | undefined }): boolean {
  return importKind === 'type' || importKind === 'typeof';
}
