import vm from 'node:vm';
import { loadModules, type RuntimeModules } from './runtime-modules.ts';
import { HOST_NAMES } from './runtime-script.ts';

/** What the runtime's script, or its modules, evaluate to. */
export interface Runtime {
  internal: Record<string, unknown>;
  runInGreenlet(main: (...args: never[]) => unknown, self: unknown, ...args: unknown[]): unknown;
}

type Global = Record<PropertyKey, unknown>;

/** A realm for one run of one test, with what the suite expects of its host. */
export class Realm {
  readonly context: vm.Context = vm.createContext({});
  readonly printed: string[] = [];
  readonly global: Global;
  readonly #runtimeScript: vm.Script;
  readonly #runtimeModules: RuntimeModules | undefined;
  #runtime: Runtime | undefined;

  constructor(runtimeScript: vm.Script, runtimeModules?: RuntimeModules) {
    this.#runtimeScript = runtimeScript;
    this.#runtimeModules = runtimeModules;
    this.global = vm.runInContext('globalThis', this.context) as Global;
    this.define('print', (text: unknown) => this.printed.push(String(text)));
    this.define('$262', this.#createHost());
  }

  /** Loaded when asked for: most untouched runs do without. */
  get runtime(): Runtime {
    return (this.#runtime ??= this.#loadRuntime());
  }

  /** Makes the ES modules of the runtime that of this realm, if there are any. */
  async loadModules(): Promise<void> {
    if (this.#runtimeModules !== undefined)
      this.#runtime = await loadModules(this.#runtimeModules, this.context, this.#host());
  }

  /** A global property that is gone once it has been read: the test must not see it. */
  lend(name: string, value: unknown): void {
    Object.defineProperty(this.global, name, {
      configurable: true,
      get: () => {
        Reflect.deleteProperty(this.global, name);
        return value;
      },
    });
  }

  define(name: string, value: unknown): void {
    Object.defineProperty(this.global, name, { value, writable: true, configurable: true });
  }

  evaluate(code: string): unknown {
    return vm.runInContext(code, this.context);
  }

  #loadRuntime(): Runtime {
    const create = this.#runtimeScript.runInContext(this.context) as (...host: unknown[]) => Runtime;
    const host = this.#host();
    return create(...HOST_NAMES.map((name) => host[name]));
  }

  /**
   * What the runtime finds of its host. It keeps what copies share on `globalThis`; that of the test stays as it is, but
   * all of its properties are own ones of the runtime's, too.
   */
  #host(): Record<string, unknown> {
    const node = { process, performance, queueMicrotask, setImmediate, setTimeout, clearImmediate, clearTimeout };
    const properties = { ...Object.getOwnPropertyDescriptors(this.global), ...Object.getOwnPropertyDescriptors(node) };
    const global: unknown = Object.create(Object.getPrototypeOf(this.global) as object, properties);
    return { ...node, globalThis: global, require: (id: string) => process.getBuiltinModule(id) };
  }

  #createHost(): Global {
    return {
      global: this.global,
      createRealm: () => new Realm(this.#runtimeScript, this.#runtimeModules).global.$262,
      evalScript: (code: string) => this.evaluate(code),
      detachArrayBuffer: (buffer: ArrayBuffer) => void structuredClone(buffer, { transfer: [buffer] }),
      gc: () => undefined,
    };
  }
}
