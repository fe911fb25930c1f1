import { isInstance } from '../contract/is-instance.ts';
import type * as pg from 'pg';
import type {
  Client,
  DatabaseError,
  Pool,
  PoolClient,
  QueryArrayConfig,
  QueryArrayResult,
  QueryConfig,
  QueryResult,
  QueryResultRow,
  Submittable,
} from 'pg';
import { wait } from '../async/wait.ts';
import { isCancellation } from '../cancellation/is-cancellation.ts';
import { NO_OPTIONS } from '../core/errors/options.ts';
import { createGreen, type ToGreen } from '../green/green.ts';
import { dismiss } from '../green/late.ts';
import type { CallPlan } from '../green/options.ts';
import type { Green } from '../green/types.ts';
import { isThenable } from '../waiting/promises/thenable.ts';
import { raisePending } from '../waiting/waiter/raise-pending.ts';
import { modesOf, type TransactionOptions } from './sql/options.ts';
import { checkTransaction, resultOf } from './sql/transaction.ts';
import { cancelQuery, cancelling, lastQuery, type Session } from './pg/cancel.ts';
import { ignoreLoss, ignoreLossWhileQuerying, take, type Taken } from './pg/losses.ts';

export type { TransactionOptions } from './sql/options.ts';

type Values = readonly unknown[];

/** The forms of `query` that block. */
export interface GreenQueries {
  /** Submits a query, such as a cursor or a stream. */
  query<T extends Submittable>(stream: T): Green<T>;
  /** Runs a query, and returns its result. */
  query<Row extends unknown[] = unknown[]>(config: QueryArrayConfig<unknown[]>, values?: Values): QueryArrayResult<Row>;
  /** Runs a query, and returns its result. */
  query<Row extends QueryResultRow = QueryResultRow>(
    text: string | QueryConfig<unknown[]>,
    values?: Values,
  ): QueryResult<Row>;
}

/** What `Green` cannot see, since the types of listeners depend on the event. */
type Events = 'on' | 'once' | 'off' | 'addListener' | 'removeListener';

type Queryable<T> = Omit<Green<T>, 'query' | 'connect' | 'release' | 'end' | Events> &
  GreenQueries & {
    /** Disconnects. */
    end(): void;
    /** The original. */
    readonly async: T;
  };

/** A `Client` whose queries block. */
export interface GreenClient extends Queryable<Client>, Pick<Client, Events> {
  /** Connects. */
  connect(): void;
}

/** A connection from a pool whose queries block. */
export interface GreenPoolClient extends Queryable<PoolClient>, Pick<PoolClient, Events> {
  /**
   * Gives the connection back.
   *
   * @param error whether it is to be closed, and why
   */
  release(error?: Error | boolean): void;
}

/** A `Pool` whose queries block. */
export interface GreenPool extends Queryable<Pool> {
  /** Takes a connection. */
  connect(): GreenPoolClient;
  /** Listens; connections are views. */
  on(event: 'connect' | 'acquire' | 'remove', listener: (client: GreenPoolClient) => void): this;
  /** Listens; connections are views. */
  on(event: 'error' | 'release', listener: (error: Error, client: GreenPoolClient) => void): this;
}

/** The view of the module. */
export type GreenPg = Omit<Green<typeof pg>, 'Pool' | 'Client'> & {
  Pool: new (...args: ConstructorParameters<typeof Pool>) => GreenPool;
  Client: new (...args: ConstructorParameters<typeof Client>) => GreenClient;
};

/** `green` for `pg`. */
export interface PgToGreen extends ToGreen {
  (module: Pick<typeof pg, 'Pool' | 'Client'>): GreenPg;
  (pool: Pool): GreenPool;
  (client: PoolClient): GreenPoolClient;
  (client: Client): GreenClient;
}

/**
 * `green` for `pg`: connections, pools and the module itself.
 *
 * Kill and timeout safety: a query that is given up is cancelled on the server. Its connection can be used again as soon as the server
 * has confirmed that; if it does not, the connection is closed. A connection that a pool hands out too late goes back to it.
 *
 * @throws {SwitchError} the methods of the view, where they would have to wait and the calling code cannot be suspended
 */
export const green: PgToGreen = createGreen({ plan, isValue });

/** What nothing can be said of but by the answer to `COMMIT`. */
const ROLLED_BACK =
  'the transaction was rolled back: one of its statements has failed, and after that PostgreSQL commits nothing. ' +
  'To go on after an error, set a savepoint before the statement, and roll back to it';

/**
 * Calls `body` with a connection of a pool, in a transaction: commits it when `body` returns, and rolls it back when `body`
 * throws. Either way the connection goes back to the pool. Blocks until the transaction has ended. A promise of `body` is waited for.
 *
 * Kill and timeout safety: the query that is running is cancelled, and the transaction is rolled back. If that fails, the connection is
 * closed, and the server rolls back.
 *
 * @returns what `body` returns
 * @throws what `body` throws
 * @throws {Error} if the server rolls back instead, because a statement has failed and `body` has caught its error
 * @throws {TypeError} if `pool` is not the view of a pool, `body` is no function, or an option is wrong
 * @throws {SwitchError} if the running code cannot be suspended
 */
export function transaction<R>(
  pool: GreenPool,
  body: (client: GreenPoolClient) => R | PromiseLike<R>,
  options: TransactionOptions = NO_OPTIONS,
): R {
  'use greenlet';
  checkTransaction(pool, isPool, body);
  const { isolation, access } = modesOf(options);
  const client = pool.connect();
  const heedLoss = ignoreLoss(client.async);
  let broken = true;
  try {
    client.query(`BEGIN${isolation}${access}`);
    try {
      const result = resultOf(body, client);
      if (client.query('COMMIT').command === 'ROLLBACK') throw new Error(ROLLED_BACK);
      broken = false;
      return result;
    } catch (error) {
      broken = !rollsBack(client);
      throw error;
    }
  } finally {
    heedLoss();
    client.release(broken);
  }
}

/** The error that has made it necessary tells more than one that comes of it. */
function rollsBack(client: GreenPoolClient): boolean {
  'use greenlet';
  try {
    client.query('ROLLBACK');
    return true;
  } catch {
    return false;
  }
}

function plan(object: object, name: string): CallPlan | undefined {
  if (isPool(object)) {
    if (name === 'query') return { call: queryPool };
    return name === 'connect' ? { call: connectPool } : undefined;
  }
  if (!('processID' in object)) return undefined;
  if (name === 'query') return { call: query };
  return name === 'connect' ? CONNECT : undefined;
}

const CONNECT: CallPlan = {
  onAbandon: (call) => stopConnecting(call.object as Client & Session),
  onUnclaimed: (_made, call) => stopConnecting(call.object as Client & Session),
};

/** The server may never answer, not even to a farewell. */
function stopConnecting(client: Client & Session): void {
  dismiss(() => client.end());
  client.connection.stream.destroy();
}

function isPool(object: object): object is Pool {
  return 'totalCount' in object && 'waitingCount' in object;
}

/** Rows are in arrays; but a result is an instance of a class. */
function isValue(object: object): boolean {
  return 'rows' in object && 'fields' in object && 'rowCount' in object;
}

function query(client: Session, ...args: unknown[]): unknown {
  'use greenlet';
  const ending = cancelling.get(client);
  if (ending !== undefined) wait(ending);
  const result = client.query(...args);
  ignoreLossWhileQuerying(client);
  if (!isThenable(result)) return result;
  const submitted = lastQuery(client);
  return wait(result, { onAbandon: () => cancelQuery(client, submitted, result) });
}

function connectPool(pool: Pool): PoolClient {
  'use greenlet';
  const taken = waitFor(take(pool));
  raisePending(() => giveBack(taken));
  taken.heedLoss();
  return taken.client;
}

/** As the pool does it, with a connection that is known. */
function queryPool(pool: Pool, ...args: unknown[]): unknown {
  'use greenlet';
  const { client, heedLoss } = waitFor(take(pool));
  let failure: unknown = null;
  try {
    return query(client as unknown as Session, ...args);
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    heedLoss();
    client.release(endsConnection(failure));
  }
}

/** A connection that comes too late goes back. */
function waitFor(taking: Promise<Taken>): Taken {
  'use greenlet';
  return wait(taking, { onAbandon: () => void taking.then(giveBack, () => undefined) });
}

function giveBack({ client, heedLoss }: Taken): void {
  heedLoss();
  client.release();
}

/** Codes of errors after which the server closes the connection. Its words for their severity may be in any language. */
const FATAL = /^(?:08|57P|25P0[34])/;

/** Whether something is wrong with the connection, and not only with the query. */
function endsConnection(failure: unknown): boolean {
  if (!isInstance(failure, Error) || isCancellation(failure)) return false;
  const { severity, code = '' } = failure as Partial<DatabaseError>;
  return severity === undefined || severity === 'FATAL' || severity === 'PANIC' || FATAL.test(code);
}
