import type { Replacement, Table } from './tables/cooperative.ts';

export interface ModuleOrigin {
  kind: 'module';
  replacement: Replacement;
  /** 'interop': a namespace with a default export, of an ES module or made by a helper of a compiler of what `require` returned. */
  form: 'namespace' | 'default' | 'interop';
}

/** What an expression of the source evidently stands for. */
export type Origin =
  /** A replaced module as an object: its namespace, what `require` returned, or its default export. */
  | ModuleOrigin
  /** One export of a replaced module, or a replaced global. */
  | { kind: 'export'; replacement: Replacement; name: string }
  | { kind: 'globalThis' };

/** Whether only the members of `origin` are ever replaced, and never itself. */
export function isMemberwise(origin: Origin): boolean {
  return origin.kind === 'globalThis' || (origin.kind === 'module' && origin.replacement.memberwise);
}

/** Whether `origin` has a cooperative member `name`, so that `origin.name` must not use the original. */
export function hasCovered(origin: Origin, name: string, table: Table): boolean {
  if (origin.kind === 'module') {
    const { replacement, form } = origin;
    return replacement.covers(name) || name === replacement.itself || (form === 'interop' && name === 'default');
  }
  return origin.kind === 'globalThis' && (table.globals.has(name) || table.objects.has(name));
}

/** What the member `name` of `origin` stands for; null if that is not evident, or nothing that is replaced. */
export function memberOf(origin: Origin, name: string, table: Table): Origin | null {
  if (!hasCovered(origin, name, table)) return null;
  if (origin.kind === 'globalThis') return globalNamed(name, table);
  if (origin.kind !== 'module') return null;
  const { form, replacement } = origin;
  if (form === 'default' && !replacement.defaultHasExports) return null;
  return exportOf(replacement, name);
}

/** What an import of `name` from a replaced module stands for. */
export function exportOf(replacement: Replacement, name: string): Origin | null {
  if (name === 'default' || name === replacement.itself) return { kind: 'module', replacement, form: 'default' };
  return replacement.covers(name) ? { kind: 'export', replacement, name } : null;
}

/** What the global `name` stands for. */
export function globalNamed(name: string, table: Table): Origin | null {
  const object = table.objects.get(name);
  if (object !== undefined) return { kind: 'module', replacement: object, form: 'namespace' };
  const replacement = table.globals.get(name);
  return replacement === undefined ? null : { kind: 'export', replacement, name };
}
