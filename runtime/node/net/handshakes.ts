import type { Socket as NodeSocket } from 'node:net';
import type { TLSSocket } from 'node:tls';

/** Connections over which both sides have not agreed yet how to encrypt. Nobody handles them. */
export class Handshakes {
  readonly #streams = new Set<NodeSocket>();

  /** A listener of `connection`: both sides begin to agree. */
  readonly begin = (stream: NodeSocket): void => {
    this.#streams.add(stream);
    stream.once('close', () => this.#streams.delete(stream));
  };

  /** Both sides have agreed. */
  end(encrypted: TLSSocket): void {
    // Node keeps it there without declaring it.
    this.#streams.delete((encrypted as unknown as { readonly _parent: NodeSocket })._parent);
  }

  /** Closes the connections: it is too late to agree. */
  destroy(): void {
    for (const stream of this.#streams) stream.destroy();
  }
}
