import { transformSync } from '@babel/core';
import * as core from 'greenlets/core';
import * as helpers from 'greenlets/helpers';
import * as internal from 'greenlets/internal';
import * as library from 'greenlets';
import { SourceMapConsumer, type RawSourceMap } from 'source-map-js';
import { transform, type PluginOptions } from '../../plugin/support/compile.ts';

const FILE = '/project/source.js';
/** `new Function` writes two lines before the body. */
const LINES_BEFORE = 2;

/** A frame of a program, as a stack shows it, where it is in the source. */
export interface Shown {
  readonly name: string;
  /** "line:column" */
  readonly place: string;
}

/** A program with a function `program`, which blocks by `pause()`. Its first line is left empty, for the directive. */
export class Program {
  readonly #consumer: SourceMapConsumer;
  readonly #source: string;
  readonly exports: { readonly program: () => unknown };

  private constructor(source: string, { code, map }: { code?: unknown; map?: unknown }, modules: object) {
    this.#source = source;
    this.#consumer = new SourceMapConsumer(map as RawSourceMap);
    const module = { exports: {} };
    const body = `${String(code)}\n//# sourceURL=${FILE}`;
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- to run compiled code is the point
    const run = new Function('require', 'module', 'exports', body) as (...scope: unknown[]) => void;
    run((name: string) => (modules as Record<string, unknown>)[name], module, module.exports);
    this.exports = module.exports as Program['exports'];
  }

  /** As it is. Nothing ever blocks. */
  static plain(source: string): Program {
    const plugins = ['@babel/plugin-transform-modules-commonjs'];
    const options = { filename: FILE, configFile: false, babelrc: false, sourceMaps: true, plugins };
    return new Program(source, transformSync(source, options) ?? {}, { pause: { pause: () => undefined } });
  }

  /** `pause` suspends. */
  static compiled(source: string, options: PluginOptions = {}): Program {
    const plugins = ['@babel/plugin-transform-modules-commonjs'];
    const result = transform(
      `'use greenlet';${source}`,
      { constants: false, ...options },
      { sourceMaps: true, plugins },
    );
    const modules = {
      pause: { pause: library.sleep },
      greenlets: library,
      'greenlets/core': core,
      'greenlets/helpers': helpers,
      'greenlets/internal': internal,
    };
    return new Program(source, result, modules);
  }

  /** The frames of the program in a stack, innermost first. */
  framesIn(stack: unknown): Shown[] {
    return String(stack)
      .split('\n')
      .flatMap((line) => this.#shown(line) ?? []);
  }

  /** The same, for people: the name of each function, and what the source has there. */
  describe(stack: unknown): string[] {
    return this.framesIn(stack).map(({ name, place }) => {
      const [line = 0, column = 0] = place.split(':').map(Number);
      const text = /^[\w$#]*/.exec(this.#source.split('\n')[line - 1]?.slice(column) ?? '')?.[0] ?? '';
      return `${name} at ${String(line)}: ${text}`;
    });
  }

  #shown(text: string): Shown | null {
    const match = /^ {4}at (?:async )?(?:(.*) \()?\/project\/source\.js:(\d+):(\d+)\)?$/.exec(text);
    if (match === null) return null;
    const [, name = '', line, column] = match;
    const position = { line: Number(line) - LINES_BEFORE, column: Number(column) - 1 };
    const original = this.#consumer.originalPositionFor(position);
    return { name: plainName(name), place: `${String(original.line)}:${String(original.column)}` };
  }
}

/** Without the class, which depends on the receiver. */
function plainName(name: string): string {
  const [own = ''] = name.replace(/^new /, '').split(' [as ');
  return (own.split('.').at(-1) ?? '').replace('<anonymous>', '');
}
