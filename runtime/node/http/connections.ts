import type { Socket } from 'node:net';
import { Chain, unlink, type Linked } from '../../waiting/links/chain.ts';

/** What ends when its connection does. */
export interface Dependent extends Linked {
  /** The client is gone. */
  disconnected(): void;
}

/** Under which a connection holds what is known of it: a request finds that without a look into a table. */
const CONNECTION = Symbol('connection');

type Held = Socket & { [CONNECTION]?: Connection };

/** A connection, and the requests that are being handled over it. */
class Connection extends Chain<Dependent> {
  readonly socket: Socket;

  constructor(socket: Socket) {
    super();
    this.socket = socket;
  }
}

/** The connections of a server. There may be many that are idle. */
export class Connections {
  readonly #all = new Set<Connection>();

  /** Keeps track of a connection until it is closed. */
  add(socket: Held): Connection {
    const known = socket[CONNECTION];
    if (known !== undefined) return known;
    const connection = new Connection(socket);
    socket[CONNECTION] = connection;
    this.#all.add(connection);
    socket.on('close', this.#closed);
    return connection;
  }

  attach(socket: Held, dependent: Dependent): void {
    (socket[CONNECTION] ?? this.add(socket)).add(dependent);
  }

  /** Closes those over which nothing has come yet. Others that are idle are known to Node. */
  closeUnused(): void {
    for (const { socket } of this.#all) if (socket.bytesRead === 0) socket.destroy();
  }

  closeAll(): void {
    for (const { socket } of this.#all) socket.destroy();
  }

  readonly #closed = this.#makeListener();

  /** One listener for all connections. */
  #makeListener(): (this: Held) => void {
    const all = this.#all;
    return function closed() {
      const connection = this[CONNECTION];
      if (connection === undefined) return;
      all.delete(connection);
      for (const dependent of connection) dependent.disconnected();
    };
  }
}

/** It does not depend on its connection any more. */
export function detach(dependent: Dependent): void {
  unlink(dependent);
}
