'use no greenlet';
import { EventEmitter } from 'node:events';

/** A client as libraries have them: with private fields, getters, events, overloads and `this` in its results. */
export class Client extends EventEmitter {
  static readonly version = '1.0';
  readonly #name: string;
  #closed = false;
  onMessage: ((text: string) => unknown) | null = null;
  readonly settings = { retries: 3 };
  readonly ready: Promise<string>;

  constructor(name = 'a') {
    super();
    this.#name = name;
    this.ready = Promise.resolve('ready');
  }

  static async connect(name: string): Promise<Client> {
    await nextTurn();
    return new Client(name);
  }

  get name(): string {
    return this.#name;
  }

  get closed(): boolean {
    return this.#closed;
  }

  query(id: number): Promise<string>;
  query(ids: number[]): Promise<string[]>;
  async query(ids: number | number[]): Promise<string | string[]> {
    await nextTurn();
    if (ids === -1) throw new RangeError('no such row');
    return Array.isArray(ids) ? ids.map((id) => `${this.#name}${String(id)}`) : `${this.#name}${String(ids)}`;
  }

  /** Also an ordinary function may return a promise. */
  ping(): Promise<this> {
    return nextTurn().then(() => this);
  }

  count(): number {
    return this.#name.length;
  }

  begin(): Promise<{ transaction: Transaction; at: Date }> {
    return Promise.resolve({ transaction: new Transaction(this), at: new Date(0) });
  }

  async each(ids: number[], visit: (row: string, client: Client) => void | Promise<void>): Promise<number> {
    for (const id of ids) await visit(await this.query(id), this);
    return ids.length;
  }

  sort(ids: number[], compare: (a: number, b: number) => number): number[] {
    return ids.sort(compare);
  }

  async *rows(count: number): AsyncGenerator<string, void> {
    try {
      for (let id = 0; id < count; id++) yield await this.query(id);
    } finally {
      this.#closed = true;
    }
  }

  uses(other: Client, options: { client?: Client } = {}): boolean[] {
    return [other === this, options.client === this, #name in other];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await nextTurn();
    this.#closed = true;
  }
}

export class Transaction {
  readonly client: Client;

  constructor(client: Client) {
    this.client = client;
  }

  async commit(): Promise<string> {
    await nextTurn();
    return 'committed';
  }
}

/** Waits for a value that never comes. */
export class Feed {
  async *[Symbol.asyncIterator](): AsyncGenerator<string> {
    yield 'first';
    await new Promise(() => undefined);
  }
}

export async function load(path: string): Promise<string> {
  await nextTurn();
  return `text of ${path}`;
}

/** Whatever is called with a signal. */
export function request(_url: string, { signal }: { signal?: AbortSignal } = {}): Promise<string> {
  return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new Error('aborted'))));
}

export const frozen: { readonly load: typeof load; readonly Client: typeof Client } = Object.freeze({ load, Client });

export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
