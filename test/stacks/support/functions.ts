import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

/** Tells the functions of a test file in the lines of a stack, by their places: Jest has names of its own for them. */
export class FunctionsOf {
  readonly #lines: readonly string[];
  readonly #place: RegExp;

  constructor(filename: string) {
    this.#lines = readFileSync(filename, 'utf8').split('\n');
    this.#place = new RegExp(String.raw`^ {4}at .*${basename(filename).replaceAll('.', '[.]')}:(\d+):\d+\)?>?$`);
  }

  /** The functions that a stack shows, innermost first. */
  in(stack: unknown): string[] {
    return String(stack)
      .split('\n')
      .flatMap((line) => {
        const [, row] = this.#place.exec(line) ?? [];
        return row === undefined ? [] : (this.#around(Number(row) - 1) ?? []);
      });
  }

  /** The function declaration that is around a line. */
  #around(row: number): string | undefined {
    const indentation = (at: number): number => this.#lines[at]?.search(/\S/) ?? 0;
    let inner = indentation(row);
    for (let at = row - 1; at >= 0; at--) {
      if (this.#lines[at] === '' || indentation(at) >= inner) continue;
      inner = indentation(at);
      const [, name] = /(?:function\*? |const )(\w+)(?: = )?\(/.exec(this.#lines[at] ?? '') ?? [];
      if (name !== undefined && name !== 'functions') return name;
    }
    return undefined;
  }
}
