import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Stands between a client and its server, so that a test can cut their connections. */
export class Proxy {
  readonly #server: Server;
  readonly #pairs = new Set<readonly [Socket, Socket]>();

  private constructor(target: URL) {
    this.#server = createServer((client) => this.#join(client, connect(Number(target.port), target.hostname)));
  }

  /** A proxy that listens. */
  static async before(address: string): Promise<Proxy> {
    const proxy = new Proxy(new URL(address));
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  /** The address of the server, by way of the proxy. */
  through(address: string): string {
    const url = new URL(address);
    url.host = `127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
    return url.href;
  }

  /** How many connections there are. */
  get size(): number {
    return this.#pairs.size;
  }

  /** Ends all connections. */
  cut(): void {
    for (const [client] of this.#pairs) client.destroy();
  }

  /** Ends all connections as a machine does that has been restarted. */
  reset(): void {
    for (const [client] of this.#pairs) client.resetAndDestroy();
  }

  close(): void {
    this.cut();
    this.#server.close();
  }

  #join(client: Socket, server: Socket): void {
    const pair = [client, server] as const;
    this.#pairs.add(pair);
    for (const socket of pair) {
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.#pairs.delete(pair);
        client.destroy();
        server.destroy();
      });
    }
    client.pipe(server).pipe(client);
  }
}
