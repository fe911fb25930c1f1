import type { NodePath, types as t } from '@babel/core';
import { Collector, type Reference } from '../2-patch/collect.ts';
import { keyName } from '../2-patch/syntax.ts';
import { createTable, type Table, type TableOptions } from '../2-patch/tables/cooperative.ts';
import type { BoundReference, CooperativeCall, Range } from './facts.ts';
import { rangeOf } from './keys.ts';
import { listNodes } from '../syntax/node-list.ts';

/** The modules whose cooperative functions are the originals outside greenlets. */
const SYNCHRONOUS = new Set([
  'node/fs',
  'node/child-process',
  'node/zlib',
  'node/crypto',
  'web/atomics',
  'web/dialogs',
  'web/xml-http-request',
]);

/** What makes an object, and blocks nobody. */
const MAKERS = /^(?:createInterface|Resolver|Interface|scheduler|setInterval)$/;

/** What replaces something in the program, and the calls that it makes of that. */
export interface CooperativeUses {
  readonly calls: CooperativeCall[];
  readonly references: Range[];
}

/**
 * Finds the references to what has a cooperative version, in all functions or in those that are marked. The program must
 * be as the parser made it, with its scopes; nothing is changed.
 */
export function findCooperativeUses(
  program: NodePath<t.Program>,
  options: TableOptions,
  isMarked: (path: NodePath) => boolean,
): CooperativeUses {
  const table = createTable({ ...options, patch: options.patch === false ? true : options.patch });
  const named = collect(program, explicitTable(table, options.runtime), isMarked).references;
  const bound = options.patch === false ? [] : collect(program, table, isMarked).references;
  return {
    calls: [
      ...bound.map((reference) => callOf(reference, options.runtime, false)),
      ...named.map((reference) => callOf(reference, options.runtime, true)),
    ].filter((call) => call !== null),
    references: bound.map(({ path }) => rangeOf(path.node)),
  };
}

/** What the compiler puts into marked code, and where. */
export function findBoundReferences(
  program: NodePath<t.Program>,
  options: TableOptions,
  isMarked: (path: NodePath) => boolean,
): BoundReference[] {
  if (options.patch === false) return [];
  const { references, dynamicImports } = collect(program, createTable(options), isMarked);
  const imports = dynamicImports.map(({ source, replacement }): BoundReference => {
    return { ...rangeOf(source.parent), module: replacement.module, member: null, isImport: true, isView: false };
  });
  return [...references.map(boundReference), ...imports];
}

function boundReference({ path: { node }, origin }: Reference): BoundReference {
  const { module, green } = origin.replacement;
  const member = origin.kind === 'export' ? origin.name : origin.form === 'default' ? 'default' : null;
  return { ...rangeOf(node), module, member, isImport: isDynamicImport(node), isView: green !== undefined };
}

function isDynamicImport(node: t.Node): boolean {
  return node.type === 'ImportExpression' || (node.type === 'CallExpression' && node.callee.type === 'Import');
}

function collect(program: NodePath<t.Program>, table: Table, isMarked: (path: NodePath) => boolean): Collector {
  const collector = new Collector(table, isMarked);
  collector.collect(program, listNodes(program.node));
  return collector;
}

/** The cooperative modules by their own names, as files import them. */
function explicitTable({ moduleNamed }: Table, runtime: string): Table {
  const prefix = `${runtime}/node/`;
  const original = (specifier: string): string => {
    const name = specifier.slice(prefix.length);
    return name === 'timers-promises' ? 'timers/promises' : name.replaceAll('-', '_');
  };
  return {
    moduleNamed: (specifier) => (specifier.startsWith(prefix) ? moduleNamed(original(specifier)) : undefined),
    globals: new Map(),
    objects: new Map(),
  };
}

function callOf({ path, origin }: Reference, runtime: string, isExplicit: boolean): CooperativeCall | null {
  const { module, covers, green } = origin.replacement;
  // What replaces a module of others may block, and may not.
  if (green !== undefined || !module.startsWith(`${runtime}/`)) return null;
  let callee = path;
  let name = origin.kind === 'export' ? origin.name : null;
  if (name === null) {
    const member = path.parentPath;
    if (!member?.isMemberExpression() && !member?.isOptionalMemberExpression()) return null;
    if (path.key !== 'object') return null;
    name = keyName(member.node.property, member.node.computed);
    callee = member as NodePath;
  }
  if (name === null || !covers(name) || MAKERS.test(name) || callee.key !== 'callee') return null;
  const call = callee.parent;
  if (call.type !== 'CallExpression' && call.type !== 'OptionalCallExpression') return null;
  const own = module.slice(runtime.length + 1);
  return { ...rangeOf(call), name, module: own, hasSyncForm: SYNCHRONOUS.has(own), isExplicit };
}
