import { positionOf } from './lines.ts';

/** A frame, as the engine gives it to formatters of stacks; as much of it as matters here. */
export interface CallSite {
  getTypeName(): string | null;
  toString(): string;
}

/** A frame that is not on the native stack, for the formatters of stacks: they ask for its place, and may map that to the source. */
export class LineSite implements CallSite {
  readonly #text: string;
  readonly #name: string | null;
  readonly #place: ReturnType<typeof positionOf>;

  /** @param line of a stack, as the engine words it */
  constructor(line: string) {
    this.#text = line.replace(/^ {4}at /, '');
    this.#place = positionOf(line);
    this.#name = nameIn(this.#text.replace(/^(?:async )?(?:new )?/, ''), this.#place?.file ?? '');
  }

  getTypeName(): null {
    return null;
  }

  getThis(): undefined {
    return undefined;
  }

  getFunction(): undefined {
    return undefined;
  }

  getFunctionName(): string | null {
    return this.#name;
  }

  getMethodName(): null {
    return null;
  }

  getFileName(): string | undefined {
    return this.#place?.file;
  }

  getScriptNameOrSourceURL(): string | undefined {
    return this.#place?.file;
  }

  getScriptHash(): string {
    return '';
  }

  getLineNumber(): number | null {
    return this.#place?.line ?? null;
  }

  getColumnNumber(): number | null {
    return this.#place?.column ?? null;
  }

  /** Unknown. What a source map has at another place is the name of another function. */
  getEnclosingLineNumber(): null {
    return null;
  }

  getEnclosingColumnNumber(): null {
    return null;
  }

  getPosition(): number {
    return 0;
  }

  getEvalOrigin(): undefined {
    return undefined;
  }

  getPromiseIndex(): null {
    return null;
  }

  isAsync(): boolean {
    return this.#text.startsWith('async ');
  }

  isConstructor(): boolean {
    return /^(?:async )?new /.test(this.#text);
  }

  isEval(): boolean {
    return false;
  }

  isNative(): boolean {
    return false;
  }

  isPromiseAll(): boolean {
    return false;
  }

  isToplevel(): boolean {
    return true;
  }

  toString(): string {
    return this.#text;
  }
}

/** What stands before the place. */
function nameIn(text: string, file: string): string | null {
  const at = text.endsWith(')') ? text.lastIndexOf(` (${file}`) : -1;
  return at < 0 ? null : text.slice(0, at);
}
