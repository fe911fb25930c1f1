import { SourceMapConsumer, type RawSourceMap } from 'source-map-js';
import { transform } from './compile.ts';

/** A program compiled to CommonJS, and where in the source the places of the output come from. */
export class Mapped {
  readonly code: string;
  readonly #lines: string[];
  readonly #consumer: SourceMapConsumer;

  constructor(source: string) {
    const plugins = ['@babel/plugin-transform-modules-commonjs'];
    const { code, map } = transform(source, {}, { sourceMaps: true, plugins });
    this.code = code ?? '';
    this.#lines = source.split('\n').map((line) => line.trim());
    this.#consumer = new SourceMapConsumer(map as unknown as RawSourceMap);
  }

  /** The line of the source from which the first occurrence of `text` in the output comes. */
  originOf(text: string): string | undefined {
    const { line, column } = this.#positionOf(text);
    return this.originAt(line, column);
  }

  /** The name that the map has where the first occurrence of `text` in the output is; null for none. */
  nameOf(text: string): string | null {
    return this.#consumer.originalPositionFor(this.#positionOf(text)).name as string | null;
  }

  #positionOf(text: string): { line: number; column: number } {
    const offset = this.code.indexOf(text);
    if (offset === -1) throw new Error(`"${text}" is not in the output`);
    const before = this.code.slice(0, offset).split('\n');
    return { line: before.length, column: before.at(-1)?.length ?? 0 };
  }

  /**
   * @param line in the output, counted from 1
   * @param column counted from 0
   */
  originAt(line: number, column: number): string | undefined {
    return this.#lines[this.#consumer.originalPositionFor({ line, column }).line - 1];
  }
}
