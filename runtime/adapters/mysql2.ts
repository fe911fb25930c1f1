import type { FieldPacket, QueryOptions, QueryResult, RowDataPacket } from 'mysql2';
import type * as mysql from 'mysql2/promise';
import type { Connection, Pool, PoolConnection } from 'mysql2/promise';
import { wait } from '../async/wait.ts';
import { createGreen, type ToGreen } from '../green/green.ts';
import { closeLate, dismiss } from '../green/late.ts';
import type { CallPlan } from '../green/options.ts';
import type { Green } from '../green/types.ts';
import { checkBody, resultOf } from './sql/body.ts';

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
 * @throws {TypeError} if `body` is no function
 * @throws {SwitchError} if the running code cannot be suspended
 */
export function transaction<R>(pool: GreenPool, body: (connection: GreenPoolConnection) => R | PromiseLike<R>): R {
  'use greenlet';
  checkBody(body);
  const connection = pool.getConnection();
  let usable = false;
  try {
    connection.beginTransaction();
    try {
      const result = resultOf(body, connection);
      connection.commit();
      usable = true;
      return result;
    } catch (error) {
      if (!destroyed.has(connection.async)) connection.rollback();
      usable = true;
      throw error;
    }
  } finally {
    if (usable) connection.release();
    else connection.destroy();
  }
}

/** What is used of the connection that a connection of promises stands for, some of which is not declared. */
interface Core {
  readonly connection: { readonly _pool?: { query(sql: string, callback: () => void): void } | null };
}

/** Connections whose queries were given up. */
const destroyed = new WeakSet<object>();

function plan(object: object, name: string): CallPlan | undefined {
  if (name === 'createConnection') return closeLate<Connection>((connection) => connection.destroy());
  if (name === 'getConnection') return closeLate<PoolConnection>((connection) => connection.release());
  if (name !== 'query' && name !== 'execute') return undefined;
  if ('getConnection' in object) return { call: name === 'query' ? queryPool : executeOnPool };
  return 'threadId' in object ? { onAbandon: (call) => destroy(call.object as Connection) } : undefined;
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
    return wait(result, { onAbandon: () => destroy(connection) });
  } finally {
    connection.release();
  }
}

function release(connection: PoolConnection): void {
  connection.release();
}

function destroy(connection: Connection): void {
  const { threadId } = connection;
  const { _pool: pool } = (connection as unknown as Core).connection;
  destroyed.add(connection);
  connection.destroy();
  if (!pool) return;
  dismiss(() => {
    // What that returns has a `then` which complains.
    pool.query(`KILL ${String(threadId)}`, () => undefined);
  });
}
