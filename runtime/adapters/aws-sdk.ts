import { createGreen, type ToGreen } from '../green/green.ts';
import { dismiss } from '../green/late.ts';
import type { CallPlan } from '../green/options.ts';
import type { Green, IsView, Result } from '../green/types.ts';
import { eitherSignal } from '../web/signal.ts';

/** What all clients of the AWS SDK have in common. */
export interface AwsClient {
  readonly middlewareStack: object;
  /** Sends a command. */
  send(command: never, ...rest: never[]): unknown;
  /** Closes the connections. */
  destroy(): void;
}

type Inputs<C extends AwsClient> = Parameters<C['send']>[0] extends { readonly input: infer Input }
  ? { readonly input: Input }
  : never;

/** What the commands of a client have in common. */
export type AwsCommand<C extends AwsClient> = Inputs<C> & {
  /** What the client calls; its type tells what the answer is. */
  resolveMiddleware(...args: never[]): (...args: never[]) => Promise<{ output: unknown }>;
};

/** The body of an answer. */
export interface GreenBody extends Iterable<Uint8Array> {
  /** Reads all of it. */
  transformToByteArray(): Uint8Array;
  /** Reads all of it, as text. */
  transformToString(encoding?: string): string;
  /** A stream of the web, which has the rest. */
  transformToWebStream(): ReadableStream;
  /** Reads no more: its connection is closed. */
  destroy(): void;
}

/** What a command is answered with. */
type AnswerOf<Command> = Command extends {
  resolveMiddleware(...args: never[]): (...args: never[]) => Promise<{ output: infer Output }>;
}
  ? { [Key in keyof Result<Output>]: BodyOr<Result<Output>[Key]> }
  : never;

/** The SDK knows several kinds of bodies, one for each platform. */
type BodyOr<T> = NonNullable<T> extends { transformToByteArray: unknown } ? GreenBody | Extract<T, undefined> : T;

/** Options of one request. */
export interface SendOptions {
  /** Aborts the request. */
  readonly abortSignal?: AbortSignal;
  /** How long the request may take, in ms. */
  readonly requestTimeout?: number;
}

/** A client of the AWS SDK whose requests block. */
export type GreenAwsClient<C extends AwsClient> =
  IsView<C> extends true
    ? C
    : Omit<Green<C>, 'send' | 'async'> & {
        /** Sends a command, and returns the answer. */
        send<Command extends AwsCommand<C>>(command: Command, options?: SendOptions): AnswerOf<Command>;
        /** The original. */
        readonly async: C;
      };

/** `green` for the clients of the AWS SDK. */
export interface AwsToGreen extends ToGreen {
  <C extends AwsClient>(client: C): GreenAwsClient<C>;
  <A extends unknown[], C extends AwsClient>(Client: new (...args: A) => C): new (...args: A) => GreenAwsClient<C>;
}

/** What reads the body of an answer. */
const READS = new Set(['transformToByteArray', 'transformToString']);

/**
 * `green` for the clients of the AWS SDK, such as `@aws-sdk/client-s3`: their modules, classes and clients, and the bodies of answers; and for
 * the `Upload` of `@aws-sdk/lib-storage`.
 *
 * Kill and timeout safety: a request that is given up is aborted, and so are one whose body is being read, and an upload. A waiter asks no
 * more. What the server has done by then stays done.
 *
 * @throws {SwitchError} the methods of the view, where they would have to wait and the calling code cannot be suspended
 */
export const green: AwsToGreen = createGreen({ plan });

function plan(object: object, name: string): CallPlan | undefined {
  if (name.startsWith('waitUntil')) return { withSignal: isClient(object) ? addToWaiterOfClient : addToWaiter };
  if (name.startsWith('paginate')) return { withSignal: addToPages };
  if (isClient(object)) return name === 'destroy' ? undefined : { withSignal: addToRequest, onUnclaimed: destroyBody };
  if (READS.has(name)) return { onAbandon: (call) => dismiss(() => (call.object as Body).destroy()) };
  return name === 'done' && 'abort' in object ? { onAbandon: (call) => abort(call.object as Upload) } : undefined;
}

interface Body {
  destroy(): void;
}

/** What nobody is going to read keeps its connection. */
function destroyBody(answer: unknown): void {
  (answer as { readonly Body?: Partial<Body> } | undefined)?.Body?.destroy?.();
}

interface Upload {
  abort(): Promise<void>;
}

function isClient(object: object): object is AwsClient {
  return 'middlewareStack' in object && 'send' in object;
}

/** Of `send(command, options)`, and of methods that are named like commands. With a callback there is nothing to wait for. */
function addToRequest(args: readonly unknown[], signal: AbortSignal): readonly unknown[] {
  const [request, options, ...rest] = args;
  return typeof options === 'function' ? args : [request, withSignal(options, signal), ...rest];
}

/** Of `paginateListObjectsV2(configuration, input, options)`, and of the method of a client, where the input comes first. */
function addToPages([first, second, options, ...rest]: readonly unknown[], signal: AbortSignal): readonly unknown[] {
  return [first, second, withSignal(options, signal), ...rest];
}

/** Of `waitUntilObjectExists(options, input)`. */
function addToWaiter([options, ...rest]: readonly unknown[], signal: AbortSignal): readonly unknown[] {
  return [withSignal(options, signal), ...rest];
}

/** Of `client.waitUntilObjectExists(input, options)`, where a number says how many seconds it may take. */
function addToWaiterOfClient([input, given, ...rest]: readonly unknown[], signal: AbortSignal): readonly unknown[] {
  const options = typeof given === 'number' ? { maxWaitTime: given } : given;
  return [input, withSignal(options, signal), ...rest];
}

function withSignal(options: unknown, signal: AbortSignal): object {
  const given = (options ?? {}) as { readonly abortSignal?: AbortSignal | null };
  return { ...given, abortSignal: eitherSignal(signal, given.abortSignal) };
}

function abort(upload: Upload): void {
  dismiss(() => upload.abort());
}
