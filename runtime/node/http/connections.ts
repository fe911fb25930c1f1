import type { Socket } from 'node:net';

/** What ends when its connection does. */
export interface Dependent {
  /** The client is gone. */
  disconnected(): void;
}

/** The connections of a server, and the requests that are being handled over each. There may be many that are idle. */
export class Connections {
  readonly #dependents = new Map<Socket, Dependent[] | null>();

  /** Keeps track of a connection until it is closed. */
  add(socket: Socket): void {
    if (this.#dependents.has(socket)) return;
    this.#dependents.set(socket, null);
    socket.on('close', this.#closed);
  }

  attach(socket: Socket, dependent: Dependent): void {
    this.add(socket);
    const others = this.#dependents.get(socket) ?? null;
    if (others === null) this.#dependents.set(socket, [dependent]);
    else others.push(dependent);
  }

  detach(socket: Socket, dependent: Dependent): void {
    const others = this.#dependents.get(socket) ?? null;
    const index = others?.indexOf(dependent) ?? -1;
    if (index >= 0) others?.splice(index, 1);
  }

  /** Closes those over which nothing has come yet. Others that are idle are known to Node. */
  closeUnused(): void {
    for (const socket of this.#dependents.keys()) if (socket.bytesRead === 0) socket.destroy();
  }

  closeAll(): void {
    for (const socket of this.#dependents.keys()) socket.destroy();
  }

  readonly #closed = this.#makeListener();

  /** One listener for all connections. */
  #makeListener(): (this: Socket) => void {
    const all = this.#dependents;
    return function closed() {
      const dependents = all.get(this) ?? null;
      all.delete(this);
      if (dependents !== null) for (const dependent of [...dependents]) dependent.disconnected();
    };
  }
}
