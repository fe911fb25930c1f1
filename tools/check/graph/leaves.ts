import type { ts } from 'ts-morph';
import { findPackageScope } from '../../compile/project/package-scope.ts';
import type { Host } from '../host.ts';
import type { Leaf } from './model.ts';

/** Methods and functions of ours whose documentation mentions `SwitchError`, although they block nobody by themselves. */
const HARMLESS = new Set([
  'Continulet.init',
  'Group.add',
  'Group.spawn',
  'Group.start',
  'Pool.add',
  'Timeout.start',
  'assertCanWait',
  'kill',
]);

/** They call what they are given, here and now, and block if that does. */
const CALLING = new Map([
  ['withTimeout', 1],
  ['taskGroup', 0],
  ['Condition.with', 0],
  ['RLock.with', 0],
  ['Semaphore.with', 0],
  ['BoundedSemaphore.with', 0],
]);

/** They start greenlets: the function that they are given does not run on the stack of whoever calls them. */
const STARTING = new Map([
  ['run', 0],
  ['spawn', 0],
  ['spawnLater', 1],
  ['spawnRaw', 0],
  ['inGreenlet', 0],
  ['Group.spawn', 0],
  ['Group.apply', 0],
  ['Group.applyAsync', 0],
  ['Group.map', 0],
  ['Group.imap', 0],
  ['Group.imapUnordered', 0],
  ['TaskGroup.spawn', 0],
  ['new Greenlet', 0],
]);

/** What is known about a function that lies outside of the project, or is part of this package. */
export interface Outside {
  /** `Queue.get`, `sleep`. */
  readonly name: string;
  readonly leaf: Leaf | null;
  /** The argument that it calls here and now. */
  readonly calls: number | null;
  /** The argument that it starts a greenlet with. */
  readonly starts: number | null;
}

const SWITCH_ERROR = /^\{?SwitchError\}?\s*/;

/** What the documentation of a function says: `@throws {SwitchError}` is on everything that blocks. */
export function describeOutside(declaration: ts.Node, host: Host): Outside {
  const name = nameOf(declaration, host);
  const text = switchErrorOf(declaration, host);
  const calls = isOurs(declaration) ? (CALLING.get(name) ?? null) : null;
  const starts = isOurs(declaration) ? (STARTING.get(name) ?? null) : null;
  const blocks = text !== null && calls === null && !(isOurs(declaration) && HARMLESS.has(name));
  // The rule for documentation: what cannot be called outside greenlets says so first.
  // A constructor only looks whether it may wait later.
  const leaf =
    blocks && !name.startsWith('new ')
      ? { name, mayWork: !/^(?:by its steps, )?outside\b/.test(text), inMarkedOnly: false }
      : null;
  return { name, leaf, calls, starts };
}

/** What stands after `@throws {SwitchError}`; null where that is not there. */
function switchErrorOf(declaration: ts.Node, { ts }: Host): string | null {
  for (const tag of ts.getJSDocTags(declaration)) {
    if (tag.tagName.text !== 'throws') continue;
    const text = tag.getText().replace(/^@throws\s+/, '');
    if (SWITCH_ERROR.test(text)) return text.replace(SWITCH_ERROR, '');
  }
  return null;
}

function nameOf(declaration: ts.Node, { ts }: Host): string {
  const own =
    ts
      .getNameOfDeclaration(declaration as ts.Declaration)
      ?.getText()
      .replace(/\$\d+$/, '') ?? '';
  const { parent } = declaration;
  const isMember = ts.isClassLike(parent) || ts.isInterfaceDeclaration(parent);
  const owner = isMember ? (parent.name?.text.replace(/\$\d+$/, '') ?? '') : '';
  if (ts.isConstructorDeclaration(declaration)) return `new ${owner}`;
  if (ts.isClassDeclaration(declaration)) return `new ${own}`;
  return owner === '' ? own : `${owner}.${own}`;
}

const ours = new WeakMap<ts.SourceFile, boolean>();

/** Whether a declaration is one of this package, published or not. */
export function isOurs(declaration: ts.Node): boolean {
  const file = declaration.getSourceFile();
  const known = ours.get(file) ?? liesInRuntime(file);
  ours.set(file, known);
  return known;
}

function liesInRuntime({ fileName }: ts.SourceFile): boolean {
  if (!/[\\/](?:dist|runtime)[\\/]/.test(fileName)) return false;
  const scope = findPackageScope(fileName);
  return scope?.name === 'greenlets' && /^[\\/](?:dist|runtime)[\\/]/.test(fileName.slice(scope.folder.length));
}
