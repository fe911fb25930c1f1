import type { ts } from 'ts-morph';
import type { Host } from '../host.ts';
import type { Handing } from './model.ts';

/** How a function that is not of the project treats the functions that it is given. */
export type Treatment = Handing['when'] | 'cooperative' | 'never';

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Methods of the language of which compiled code calls versions that may block. */
const COOPERATIVE = words(
  'forEach map filter some every find findIndex findLast findLastIndex reduce reduceRight sort toSorted from flatMap groupBy getOrInsertComputed replace replaceAll parse stringify call apply bind construct try toArray take drop',
);

/** They call what they are given in a later turn, outside every greenlet. */
const LATER = words(
  'setTimeout setInterval setImmediate queueMicrotask requestAnimationFrame requestIdleCallback nextTick then catch finally addEventListener on once addListener prependListener prependOnceListener createServer createSecureServer',
);

const COOPERATIVE_IN_NODE = words('AsyncLocalStorage.run AsyncLocalStorage.exit AsyncResource.runInAsyncScope');
const NOW_IN_NODE = words('throws doesNotThrow');

/** Whether methods of that name call what they are given, of the language or of Node. */
export function callsBack(name: string): boolean {
  return COOPERATIVE.has(name) || LATER.has(name);
}

/** What becomes of a function that is given to a function outside of the project. */
export function treatmentBy(declaration: ts.Node, call: ts.Node, host: Host): Treatment {
  const { ts, program } = host;
  const file = declaration.getSourceFile();
  const name = nameOf(declaration, host);
  if (program.isSourceFileDefaultLibrary(file)) return ofLanguage(name, ts.isNewExpression(call));
  if (file.fileName.includes('/node_modules/@types/node/')) return ofNode(name, ownerOf(declaration, ts));
  return program.isSourceFileFromExternalLibrary(file) || file.isDeclarationFile ? 'unknown' : 'never';
}

function ofLanguage(name: string, isNew: boolean): Treatment {
  if (isNew) return name === 'Promise' ? 'now' : 'never';
  if (LATER.has(name)) return 'later';
  return COOPERATIVE.has(name) ? 'cooperative' : 'never';
}

function ofNode(name: string, owner: string): Treatment {
  if (COOPERATIVE_IN_NODE.has(`${owner}.${name}`)) return 'cooperative';
  if (NOW_IN_NODE.has(name)) return 'now';
  return LATER.has(name) ? 'later' : 'never';
}

function nameOf(declaration: ts.Node, { ts }: Host): string {
  return ts.getNameOfDeclaration(declaration as ts.Declaration)?.getText() ?? '';
}

function ownerOf({ parent }: ts.Node, ts: Host['ts']): string {
  return ts.isInterfaceDeclaration(parent) || ts.isClassLike(parent) ? (parent.name?.text ?? '') : '';
}
