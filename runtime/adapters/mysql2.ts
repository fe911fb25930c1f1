import type { FieldPacket, QueryOptions, QueryResult, RowDataPacket } from 'mysql2';
import type * as mysql from 'mysql2/promise';
import type { Connection, Pool, PoolConnection } from 'mysql2/promise';
import { wait } from '../async/wait.ts';
import { NO_OPTIONS } from '../core/errors/options.ts';
import { createGreen, type ToGreen } from '../green/green.ts';
import { closeLate, dismiss } from '../green/late.ts';
import type { CallPlan } from '../green/options.ts';
import type { Green } from '../green/types.ts';
import { modesOf, type TransactionOptions } from './sql/options.ts';
import { checkTransaction, resultOf } from './sql/transaction.ts';

export type { TransactionOptions } from './sql/options.ts';

/** The forms of `query` and `execute` that block. */
export interface GreenQueries {
  /** Runs a statement, and returns its rows and its fields. */
  query<T extends QueryResult = RowDataPacket[]>(sql: string | QueryOptions, values?: unknown): [T, FieldPacket[]];
  /** The same for a prepared statement. */
  execute<T extends QueryResult = RowDataPacket[]>(sql: string | QueryOptions, values?: unknown[]): [T, FieldPacket[]];
}

type Queryable<T> = Omit<Green<T>, 'query' | 'execute' | 'getConnection'> & GreenQueries & { readonly async: T };

/** A `Connection` of `mysql2/promise` that blocks. */
export type GreenConnection = Queryable<Connection>;
/** A connection from a pool that blocks. */
export type GreenPoolConnection = Queryable<PoolConnection>;
/** A `Pool` of `mysql2/promise` that blocks. */
export type GreenPool = Queryable<Pool> & {
  /** Takes a connection. */
  getConnection(): GreenPoolConnection;
};

type Module = Pick<typeof mysql, 'createPool' | 'createConnection'>;

/** The view of the module `mysql2/promise`. */
export type GreenMysql<M extends Module> = Omit<Green<M>, keyof Module> & {
  /** A pool whose connections block. */
  readonly createPool: (options: string | mysql.PoolOptions) => GreenPool;
  /** Connects. */
  readonly createConnection: (options: string | mysql.ConnectionOptions) => GreenConnection;
};

/** `green` for `mysql2/promise`. */
export interface MysqlToGreen extends ToGreen {
  <M extends Module>(module: M): GreenMysql<M>;
  (pool: Pool): GreenPool;
  (connection: PoolConnection): GreenPoolConnection;
  (connection: Connection): GreenConnection;
}

/**
 * `green` for `mysql2/promise`: connections, pools and the module itself.
 *
 * Kill and timeout safety: the connection of a query that is given up is destroyed, since the protocol cannot cancel on it; if it is
 * from a pool, the server is told to end it on another one. A connection that a pool hands out too late goes back to it.
 *
 * @throws {SwitchError} the methods of the view, where they would have to wait and the calling code cannot be suspended
 */
export const green: MysqlToGreen = createGreen({ plan });

/**
 * Calls `body` with a connection of a pool, in a transaction: commits it when `body` returns, and rolls it back when `body`
 * throws. Either way the connection is given back. Blocks until the transaction has ended. A promise of `body` is waited for.
 *
 * Kill and timeout safety: the connection is destroyed if a query is running, and the server rolls back. Otherwise the
 * transaction is rolled back, and the connection goes back to the pool.
 *
 * @returns what `body` returns
 * @throws what `body` throws
 * @throws {TypeError} if `pool` is not the view of a pool, `body` is no function, or an option is wrong
 * @throws {SwitchError} if the running code cannot be suspended
 */
export function transaction<R>(
  pool: GreenPool,
  body: (connection: GreenPoolConnection) => R | PromiseLike<R>,
  options: TransactionOptions = NO_OPTIONS,
): R {
  'use greenlet';
  checkTransaction(pool, isPool, body);
  const { isolation, access } = modesOf(options);
  const connection = pool.getConnection();
  let usable = false;
  try {
    // It is for the next transaction only.
    if (isolation !== '') connection.query(`SET TRANSACTION${isolation}`);
    connection.query(`START TRANSACTION${access}`);
    try {
      const result = resultOf(body, connection);
      connection.commit();
      usable = true;
      return result;
    } catch (error) {
      usable = rollsBack(connection);
      throw error;
    }
  } finally {
    if (usable) connection.release();
    else connection.destroy();
  }
}

/** The error that has made it necessary tells more than one that comes of it. */
function rollsBack(connection: GreenPoolConnection): boolean {
  'use greenlet';
  if (destroyed.has(coreOf(connection.async))) return false;
  try {
    connection.rollback();
    return true;
  } catch {
    return false;
  }
}

/** What is used of the connection that a connection of promises stands for, some of which is not declared. */
interface Core {
  readonly threadId: number;
  readonly _pool?: { query(sql: string, callback: () => void): void } | null;
  destroy(): void;
}

interface PreparedStatement {
  readonly statement: { readonly _connection: Core };
}

/** Connections whose queries were given up. */
const destroyed = new WeakSet<Core>();

/** What the server is asked for on a connection. */
const REQUESTS = new Set([
  'query',
  'execute',
  'prepare',
  'beginTransaction',
  'commit',
  'rollback',
  'changeUser',
  'ping',
  'reset',
]);

function plan(object: object, name: string): CallPlan | undefined {
  if (name === 'createConnection') return closeLate<Connection>((connection) => connection.destroy());
  if (name === 'getConnection') return closeLate<PoolConnection>((connection) => connection.release());
  if (isPool(object)) return planOfPool(name);
  if (name === 'execute' && 'statement' in object)
    return { onAbandon: (call) => destroy((call.object as PreparedStatement).statement._connection) };
  if ('threadId' in object && REQUESTS.has(name))
    return { onAbandon: (call) => destroy(coreOf(call.object as Connection)) };
  return undefined;
}

function planOfPool(name: string): CallPlan | undefined {
  if (name === 'query') return { call: queryPool };
  return name === 'execute' ? { call: executeOnPool } : undefined;
}

function isPool(object: object): boolean {
  return 'getConnection' in object;
}

function coreOf(connection: Connection): Core {
  return (connection as unknown as { readonly connection: Core }).connection;
}

function queryPool(pool: Pool, ...args: Parameters<Pool['query']>): unknown {
  'use greenlet';
  return usePool(pool, 'query', args);
}

function executeOnPool(pool: Pool, ...args: Parameters<Pool['execute']>): unknown {
  'use greenlet';
  return usePool(pool, 'execute', args);
}

/** As the pool does it, with a connection that is known. */
function usePool(pool: Pool, name: 'query' | 'execute', args: unknown[]): unknown {
  'use greenlet';
  const connecting = pool.getConnection();
  const connection = wait(connecting, { onAbandon: () => void connecting.then(release, () => undefined) });
  try {
    const result = Reflect.apply(connection[name], connection, args) as Promise<unknown>;
    return wait(result, { onAbandon: () => destroy(coreOf(connection)) });
  } finally {
    connection.release();
  }
}

function release(connection: PoolConnection): void {
  connection.release();
}

function destroy(connection: Core): void {
  const { threadId, _pool: pool } = connection;
  destroyed.add(connection);
  connection.destroy();
  if (!pool) return;
  dismiss(() => {
    // What that returns has a `then` which complains.
    pool.query(`KILL ${String(threadId)}`, () => undefined);
  });
}
