import { readFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { compile, mayBeModule } from './compile.ts';
import type { Mode } from './mode.ts';

/** A file as it was published and as it runs. */
export interface LoadedFile {
  file: string;
  source: string;
  code: string;
  /** How long compiling took (ms of processor time). */
  time: number;
}

type Require = (specifier: string) => unknown;
type Wrapper = (exports: unknown, require: Require, module: { exports: unknown }, file: string, folder: string) => void;

/** A `require` that compiles the files it loads: jobs, packages and what these depend on. */
export class Loader {
  readonly files: LoadedFile[] = [];
  readonly #modules = new Map<string, { exports: unknown }>();
  readonly #mode: Mode;
  readonly #packages: string;
  readonly #given: Readonly<Record<string, unknown>>;

  /** `packages`: the folder where they are installed. `given`: modules that are not loaded from files. */
  constructor(mode: Mode, packages: string, given: Readonly<Record<string, unknown>>) {
    this.#mode = mode;
    this.#packages = packages;
    this.#given = given;
  }

  /** The exports of a file. */
  load(file: string): unknown {
    const known = this.#modules.get(file);
    if (known !== undefined) return known.exports;
    const module = { exports: {} };
    this.#modules.set(file, module);
    this.#evaluate(file, module);
    return module.exports;
  }

  #evaluate(file: string, module: { exports: unknown }): void {
    const source = readFileSync(file, 'utf8');
    if (extname(file) === '.json') {
      module.exports = JSON.parse(source);
      return;
    }
    const code = this.#prepare(file, source);
    const names = ['exports', 'require', 'module', '__filename', '__dirname'];
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- unlike node:vm, it stays in the realm of a test
    const wrapper = new Function(...names, `${code}\n//# sourceURL=${file}`) as Wrapper;
    wrapper.call(module.exports, module.exports, this.#requireOf(file), module, file, dirname(file));
  }

  #prepare(file: string, source: string): string {
    const text = source.replace(/^#!.*/, '');
    const before = process.cpuUsage();
    const code = this.#mode === 'untouched' && !mayBeModule(text) ? text : compile(file, text, this.#mode);
    const { user, system } = process.cpuUsage(before);
    this.files.push({ file, source: text, code, time: (user + system) / 1000 });
    return code;
  }

  #requireOf(file: string): Require {
    const native = createRequire(file.startsWith(this.#packages) ? file : join(this.#packages, 'index.js'));
    const require = (specifier: string): unknown => {
      if (Object.hasOwn(this.#given, specifier)) return this.#given[specifier];
      if (isBuiltin(specifier)) return native(specifier);
      return this.load(specifier.startsWith('.') ? createRequire(file).resolve(specifier) : native.resolve(specifier));
    };
    return Object.assign(require, { resolve: native.resolve });
  }
}
