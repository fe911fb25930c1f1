import vm from 'node:vm';
import { HOST_NAMES } from './runtime-script.ts';

/** What the runtime bundle evaluates to. */
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
  #runtime: Runtime | undefined;

  constructor(runtimeScript: vm.Script) {
    this.#runtimeScript = runtimeScript;
    this.global = vm.runInContext('globalThis', this.context) as Global;
    this.define('print', (text: unknown) => this.printed.push(String(text)));
    this.define('$262', this.#createHost());
  }

  /** Loaded when asked for: most untouched runs do without. */
  get runtime(): Runtime {
    return (this.#runtime ??= this.#loadRuntime());
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

  #loadRuntime(): Runtime {
    const create = this.#runtimeScript.runInContext(this.context) as (...host: unknown[]) => Runtime;
    const node = { process, performance, queueMicrotask, setImmediate, setTimeout, clearImmediate, clearTimeout };
    // The runtime keeps what realms share on `globalThis`; that of the test stays as it is.
    const global: unknown = Object.assign(Object.create(this.global), node);
    const host: Record<string, unknown> = {
      ...node,
      globalThis: global,
      require: (id: string) => process.getBuiltinModule(id),
    };
    return create(...HOST_NAMES.map((name) => host[name]));
  }

  #createHost(): Global {
    return {
      global: this.global,
      createRealm: () => new Realm(this.#runtimeScript).global.$262,
      evalScript: (code: string) => vm.runInContext(code, this.context) as unknown,
      detachArrayBuffer: (buffer: ArrayBuffer) => void structuredClone(buffer, { transfer: [buffer] }),
      gc: () => undefined,
    };
  }
}
