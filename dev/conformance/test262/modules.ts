import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import vm from 'node:vm';
import type { Realm } from './realm.ts';
import { isParseError, type Mode, type Translator } from './translate.ts';

/** The modules of one run: those that a test imports are compiled like the test itself. */
export class Modules {
  readonly #realm: Realm;
  readonly #mode: Mode;
  readonly #translator: Pick<Translator, 'translate'>;
  readonly #byPath = new Map<string, vm.Module>();

  constructor(realm: Realm, mode: Mode, translator: Pick<Translator, 'translate'>) {
    this.#realm = realm;
    this.#mode = mode;
    this.#translator = translator;
  }

  /** @throws {SyntaxError} if the code is not a module */
  create(file: string, code: string): vm.SourceTextModule {
    const module = new vm.SourceTextModule(code, {
      context: this.#realm.context,
      identifier: file,
      importModuleDynamically: this.importer(file),
    });
    this.#byPath.set(file, module);
    return module;
  }

  async link(module: vm.Module): Promise<void> {
    if (module.status === 'unlinked')
      await module.link((specifier, referrer) => this.#find(specifier, referrer.identifier));
  }

  /** What `import()` in the code of `file` calls. */
  importer(file: string): (specifier: string) => Promise<vm.Module> {
    return async (specifier) => {
      const module = this.#find(specifier, file);
      await this.link(module);
      await module.evaluate();
      return module;
    };
  }

  #find(specifier: string, importer: string): vm.Module {
    if (specifier === 'greenlets/internal') return this.#internal();
    const file = resolve(dirname(importer), specifier);
    return this.#byPath.get(file) ?? this.#read(file);
  }

  #read(file: string): vm.Module {
    const text = readFileSync(file, 'utf8');
    if (!file.endsWith('.js'))
      return this.#synthetic(file, { default: file.endsWith('.json') ? this.#parse(text) : text });
    return this.create(file, this.#translate(text));
  }

  /** What Babel does not parse is left to the engine, whose error is one of this realm. */
  #translate(text: string): string {
    try {
      return this.#translator.translate(text, 'module', this.#mode);
    } catch (error) {
      if (isParseError(error)) return text;
      throw error;
    }
  }

  #internal(): vm.Module {
    const key = 'greenlets/internal';
    return this.#byPath.get(key) ?? this.#synthetic(key, { ...this.#realm.runtime.internal });
  }

  #synthetic(key: string, values: Record<string, unknown>): vm.Module {
    const names = Object.keys(values);
    const module = new vm.SyntheticModule(names, () => names.forEach((name) => module.setExport(name, values[name])), {
      context: this.#realm.context,
    });
    this.#byPath.set(key, module);
    return module;
  }

  #parse(text: string): unknown {
    return (vm.runInContext('JSON.parse', this.#realm.context) as typeof JSON.parse)(text);
  }
}
