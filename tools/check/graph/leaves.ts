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

/** What is known about a function that lies outside of the project, or is part of this package. */
export interface Outside {
  /** `Queue.get`, `sleep`. */
  readonly name: string;
  readonly leaf: Leaf | null;
}

const SWITCH_ERROR = /^\{?SwitchError\}?\s*/;

/** The rule for documentation: what is said of something that the call returns begins with it. */
const OF_RESULT = /^(?:in )?the (?:function|iterator|methods)\b/;

/** What the documentation of a function says: `@throws {SwitchError}` is on everything that blocks. */
export function describeOutside(declaration: ts.Node, host: Host): Outside {
  const name = nameOf(declaration, host);
  const text = switchErrorOf(declaration, host);
  const blocks = text !== null && !OF_RESULT.test(text) && !(isOurs(declaration) && HARMLESS.has(name));
  // The rule for documentation: what cannot be called outside greenlets says so first.
  // A constructor only looks whether it may wait later.
  const leaf =
    blocks && !name.startsWith('new ')
      ? { name, mayWork: !/^(?:by its steps, )?outside\b/.test(text), inMarkedOnly: false }
      : null;
  return { name, leaf };
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
