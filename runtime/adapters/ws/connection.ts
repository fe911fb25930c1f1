import type { WebSocket } from 'ws';
import { wait } from '../../async/wait.ts';
import { isCancellation } from '../../cancellation/is-cancellation.ts';
import { isObject } from '../../contract/is-object.ts';
import { expected } from '../../core/errors/expected.ts';
import { checkData } from '../../node/net/data.ts';
import { Queue } from '../../queues/queue.ts';
import { Empty, ShutDown } from '../../queues/queue-errors.ts';
import { timeoutOf, type Limit } from '../../time/limit.ts';
import { Timeout } from '../../time/timeout.ts';
import { assertCanWait } from '../../waiting/waiter/can-wait.ts';
import { raisePending } from '../../waiting/waiter/raise-pending.ts';

/** How many messages may wait to be received before the other side is made to wait. */
const MOST_WAITING = 64;

/** The code that stands for a connection that ended without any. */
const LOST = 1006;

/** Text comes and goes as strings, binary messages as buffers. */
export type Message = string | Buffer;

/** A socket of `ws`, of a client or of a server, in blocking style. */
export class Connection {
  /** The original. */
  readonly socket: WebSocket;
  readonly #messages = new Queue<Message>();
  #failure: Error | null = null;
  #isClosing = false;

  /** @throws {TypeError} if it is no socket of the package `ws` */
  constructor(socket: WebSocket) {
    if (!isSocket(socket)) throw expected('a WebSocket of the package `ws`', socket);
    this.socket = socket;
    socket.on('message', (data: Buffer, isBinary: boolean) => this.#take(isBinary ? data : data.toString()));
    socket.on('error', (error: Error) => {
      this.#failure = error;
    });
    socket.on('close', (code: number) => {
      if (code === LOST && !this.#isClosing) this.#failure ??= new Error('the connection was lost');
      this.#messages.shutdown();
    });
    // It tells nobody any more.
    if (socket.readyState === socket.CLOSED) this.#messages.shutdown();
  }

  /**
   * Blocks until the next message is there, and returns it; null if the connection has been closed, by one side or the other.
   *
   * Kill and timeout safety: no message is lost.
   *
   * @param limit in ms, or an object with a timeout and a signal
   * @throws {Timeout} if the timeout is over first
   * @throws {Error} if the connection was lost: it ended, and no side had closed it
   * @throws {SwitchError} if it would have to wait, and the running code cannot be suspended
   */
  receive(limit?: Limit): Message | null {
    'use greenlet';
    try {
      const message = this.#messages.get(limit);
      if (this.socket.isPaused && this.#messages.size < MOST_WAITING) this.socket.resume();
      return message;
    } catch (error) {
      if (error instanceof Empty) throw new Timeout(timeoutOf(limit));
      if (!(error instanceof ShutDown) || isCancellation(error)) throw error;
      if (this.#failure !== null) throw this.#failure;
      return null;
    }
  }

  /**
   * Sends a message; blocks until it has been handed to the system.
   *
   * Kill and timeout safety: the message is sent all the same.
   *
   * @throws {TypeError} if the message is neither text nor bytes
   * @throws {Error} if the connection is closed
   * @throws {SwitchError} if the running code cannot be suspended; nothing has been sent then
   */
  send(message: string | Uint8Array): void {
    'use greenlet';
    checkData(message);
    assertCanWait('Connection.send()');
    wait(
      new Promise<void>((resolve, reject) => {
        this.socket.send(message, (error) => (error ? reject(error) : resolve()));
      }),
    );
  }

  /**
   * Closes the connection; blocks until the other side has agreed, or the time that `ws` gives it is over.
   *
   * Kill and timeout safety: the connection is closed at once.
   *
   * @throws {SwitchError} if the running code cannot be suspended; nothing has happened then
   */
  close(code = 1000, reason = ''): void {
    'use greenlet';
    assertCanWait('Connection.close()');
    const { socket } = this;
    if (socket.readyState === socket.CLOSED) return;
    socket.close(code, reason);
    this.#isClosing = true;
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    socket.resume();
    wait(closed, { onAbandon: () => socket.terminate() });
  }

  /** Internal: whether this is the error of the connection, which `receive` throws. @internal */
  failedWith(error: unknown): boolean {
    return error === this.#failure;
  }

  /** Internal: blocks until the socket is open. @internal */
  awaitOpen(): void {
    'use greenlet';
    const { socket } = this;
    if (socket.readyState === socket.OPEN) return;
    if (socket.readyState !== socket.CONNECTING) throw new Error('the web socket is closed already');
    const opened = new Promise<void>((resolve, reject) => {
      const settled = (settle: () => void) => (): void => {
        socket.off('open', succeeded);
        socket.off('error', failed);
        settle();
      };
      const succeeded = settled(resolve);
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- whatever the socket says is passed on
      const failed = (error: unknown): void => settled(() => reject(error))();
      socket.on('open', succeeded);
      socket.on('error', failed);
    });
    wait(opened, { onAbandon: () => socket.terminate() });
    raisePending(() => socket.terminate());
  }

  /**
   * The messages, until the connection is closed.
   *
   * Kill and timeout safety: as `receive`.
   *
   * @throws {SwitchError} as `receive`
   */
  *[Symbol.iterator](): IterableIterator<Message> {
    'use greenlet';
    for (;;) {
      const message = this.receive();
      if (message === null) return;
      yield message;
    }
  }

  /**
   * For `using`: closes the connection.
   *
   * Kill and timeout safety: as `close`.
   *
   * @throws {SwitchError} as `close`
   */
  [Symbol.dispose](): void {
    'use greenlet';
    this.close();
  }

  #take(message: Message): void {
    this.#messages.putNowait(message);
    if (this.#messages.size >= MOST_WAITING) this.socket.pause();
  }
}

/** A server has `on` as well, and would be listened to. */
function isSocket(value: unknown): boolean {
  if (!isObject(value)) return false;
  const methods = value as Partial<Record<string, unknown>>;
  return ['on', 'send', 'terminate'].every((name) => typeof methods[name] === 'function');
}
