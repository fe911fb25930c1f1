import { createHash } from 'node:crypto';
import type { BoundReference } from '../../plugin/explain/facts.ts';

/** What follows the name of a file in that of its declarations, which are on no disk. */
const SUFFIX = '.greenlets.d.mts';

const ITERATE = 'function NAME<T>(source: AsyncIterable<T> | Iterable<T>): Iterable<T>;';

/** The functions that a file is wrapped with: they give its expressions other types. */
export class Declarations {
  /** The file that declares them, as far as the type checker knows. */
  readonly filename: string;
  readonly #prefix: string;
  readonly #names = new Map<string, string>();

  constructor(filename: string) {
    this.filename = filename + SUFFIX;
    // They are global, and those of another file may have the same originals from elsewhere.
    this.#prefix = `$greenlets_${createHash('sha1').update(filename).digest('hex').slice(0, 10)}`;
  }

  get text(): string {
    return [...this.#names].map(([text, name]) => `declare ${text.replace('NAME', name)}\n`).join('');
  }

  /** The name of the function that gives a reference the type of what the compiler puts in its place. */
  forReference(reference: BoundReference, runtime: string): string {
    return this.#nameOf(signatureOf(reference, runtime));
  }

  /** The name of the function that makes something iterable which is so only asynchronously. */
  forIteration(): string {
    return this.#nameOf(ITERATE);
  }

  #nameOf(text: string): string {
    const name = this.#names.get(text) ?? `${this.#prefix}_${this.#names.size}`;
    this.#names.set(text, name);
    return name;
  }
}

/** The file that declarations are for, by their name; null if it is none of such. */
export function fileOfDeclarations(filename: string): string | null {
  return filename.endsWith(SUFFIX) ? filename.slice(0, -SUFFIX.length) : null;
}

function signatureOf({ module, member, isImport, isView }: BoundReference, runtime: string): string {
  const green = `import('${runtime}/green').Green`;
  if (isView && isImport) return `function NAME<T>(original: Promise<T>): Promise<${green}<T>>;`;
  if (isView) return `function NAME<T>(original: T): ${green}<T>;`;
  const type = typeOf(module, member, runtime);
  return `function NAME(original: unknown): ${isImport ? `Promise<${type}>` : type};`;
}

function typeOf(module: string, member: string | null, runtime: string): string {
  const whole = `typeof import(${JSON.stringify(module)})`;
  if (member === null) return whole;
  // A module of CommonJS may be its own default export.
  if (member === 'default' && !module.startsWith(`${runtime}/`)) {
    return `${whole} extends { default: infer Default } ? Default : ${whole}`;
  }
  return `${whole}.${member}`;
}
