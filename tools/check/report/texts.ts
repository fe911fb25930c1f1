import type { Host } from '../host.ts';
import { Lines } from './position.ts';

/** The texts of the files of a program. */
export class Texts {
  readonly #texts: ReadonlyMap<string, string>;
  readonly #lines = new Map<string, Lines>();

  constructor({ files }: Pick<Host, 'files'>) {
    this.#texts = new Map(files.map((file) => [file.fileName, file.text]));
  }

  linesOf(filename: string): Lines {
    const lines = this.#lines.get(filename) ?? new Lines(this.#texts.get(filename) ?? '');
    this.#lines.set(filename, lines);
    return lines;
  }
}
