import { expect } from 'expect';
import { readFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { format } from 'node:util';
import vm from 'node:vm';
import type { Realm } from '../test262/realm.ts';

/** A test that a program has registered with `it`. */
export interface Test {
  title: string;
  fn: (...args: unknown[]) => unknown;
}

type Wrapper = (...args: unknown[]) => unknown;

const GLOBALS = ['process', 'Buffer', 'setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval'];

const TIME_LIMIT = 5_000;
const CALL = new vm.Script('suiteCall()');

/** What the programs find around them: a console, the functions of test frameworks, and modules. */
export class Stage {
  readonly tests: Test[] = [];
  readonly printed: string[] = [];
  readonly #realm: Realm;
  readonly #translate: (source: string) => string;
  readonly #modules = new Map<string, { exports: unknown }>();
  readonly #titles: string[] = [];

  /** `translate` is what is done to the modules that a program requires. */
  constructor(realm: Realm, translate: (source: string) => string) {
    this.#realm = realm;
    this.#translate = translate;
    const print = (...values: unknown[]): void => void this.printed.push(format(...values));
    realm.define('console', { log: print, info: print, warn: print, error: print });
    realm.define('global', realm.global);
    realm.define('expect', expect);
    for (const name of GLOBALS) realm.define(name, (globalThis as Record<string, unknown>)[name]);
    for (const name of ['describe', 'context']) realm.define(name, this.#describe);
    for (const name of ['it', 'test']) realm.define(name, this.#register);
    realm.define('assert', createRequire(__filename)('assert'));
  }

  /** Evaluates the body of a function, and returns what it returns. */
  evaluate(code: string, filename: string): unknown {
    const module = { exports: {} };
    return this.#call(code, filename, module);
  }

  /** Calls a function that must return in time, whatever happens later. */
  call(fn: () => unknown): unknown {
    this.#realm.lend('suiteCall', fn);
    return CALL.runInContext(this.#realm.context, { timeout: TIME_LIMIT });
  }

  readonly #describe = (title: string, body: () => void): void => {
    this.#titles.push(title);
    try {
      body();
    } finally {
      this.#titles.pop();
    }
  };

  readonly #register = (title: string, fn: Test['fn']): void => {
    this.tests.push({ title: [...this.#titles, title].join(' '), fn });
  };

  #call(code: string, filename: string, module: { exports: unknown }): unknown {
    const script = `(function (exports, require, module, __filename, __dirname, opts) {${code}\n})`;
    const wrapper = new vm.Script(script, { filename }).runInContext(this.#realm.context) as Wrapper;
    const require = (id: string): unknown => this.#require(id, dirname(filename));
    const args = [module.exports, require, module, filename, dirname(filename), {}];
    return Reflect.apply(wrapper, this.#realm.global, args);
  }

  #require(id: string, folder: string): unknown {
    if (id === 'greenlets/internal') return this.#realm.runtime.internal;
    if (id === 'promise') return this.#realm.global.Promise;
    if (isBuiltin(id) || !id.startsWith('.')) return createRequire(__filename)(id) as unknown;
    const file = createRequire(join(folder, 'index.js')).resolve(id);
    const known = this.#modules.get(file);
    if (known !== undefined) return known.exports;
    const module = { exports: {} };
    this.#modules.set(file, module);
    this.#call(this.#translate(readFileSync(file, 'utf8')), file, module);
    return module.exports;
  }
}
