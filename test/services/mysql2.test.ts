import mysql, { type RowDataPacket } from 'mysql2/promise';
import { run, sleep, spawn, SwitchError, Timeout, wait, withTimeout } from 'greenlets';
import { green, transaction, type GreenPool, type GreenPoolConnection } from 'greenlets/adapters/mysql2';
import { describeWith } from './support/servers.ts';
import { countDescriptors, eventually, soak } from './support/soak.ts';

interface Row extends RowDataPacket {
  id: number;
}

describeWith('MYSQL', 'greenlets/adapters/mysql2', (uri) => {
  const { createPool, createConnection } = green(mysql);
  const outside = mysql.createPool({ uri, connectionLimit: 1 });
  const mark = `/* greenlets ${String(process.pid)} */`;
  let pool: GreenPool;

  beforeEach(() => {
    pool = createPool({ uri, connectionLimit: 3 });
  });
  afterEach(async () => await pool.async.end());
  afterAll(async () => await outside.end());

  /** Our queries that the server is working at. */
  async function running(): Promise<number> {
    const [rows] = await outside.query<Row[]>(
      // What was killed may linger at the server for a second.
      `SELECT id FROM information_schema.processlist
       WHERE info LIKE ? AND info NOT LIKE '%processlist%' AND command <> 'Killed'`,
      [`%${mark}%`],
    );
    return rows.length;
  }

  it('queries without await, typed', async () => {
    await run(() => {
      'use greenlet';
      const [rows] = pool.query<Row[]>('SELECT 1 AS id');
      const id: number | undefined = rows[0]?.id;
      expect(id).toBe(1);
      expect(pool.execute<Row[]>('SELECT ? + 1 AS id', [1])[0]).toEqual([{ id: 2 }]);
      const connection = pool.getConnection();
      expect(connection.query<Row[]>('SELECT 3 AS id')[0]).toEqual([{ id: 3 }]);
      connection.release();
      const single = createConnection(uri);
      single.ping();
      expect(single.query<Row[]>('SELECT 4 AS id')[0]).toEqual([{ id: 4 }]);
      single.end();
    });
  });

  it('throws the errors of the server, and is refused outside greenlets', async () => {
    await run(() => {
      'use greenlet';
      let code: unknown;
      try {
        pool.query('SELECT nothing');
      } catch (error) {
        code = (error as { code: string }).code;
      }
      expect(code).toBe('ER_BAD_FIELD_ERROR');
      expect(pool.query<Row[]>('SELECT 1 AS id')[0]).toEqual([{ id: 1 }]);
    });
    expect(() => pool.query('SELECT 1')).toThrow(SwitchError);
  });

  it('ends a query whose time is over at the server, and goes on with another connection', async () => {
    await run(() => {
      'use greenlet';
      expect(withTimeout(50, () => pool.query(`SELECT ${mark} SLEEP(30)`), { timeoutValue: 'late' })).toBe('late');
      expect(pool.query<Row[]>('SELECT 1 AS id')[0]).toEqual([{ id: 1 }]);
    });
    await eventually(async () => (await running()) === 0);
  });

  it('commits a transaction, and rolls back what fails or takes too long', async () => {
    await run(() => {
      'use greenlet';
      pool.query('DROP TABLE IF EXISTS greenlets_accounts');
      pool.query('CREATE TABLE greenlets_accounts (id INT) ENGINE=InnoDB');
      expect(
        transaction(pool, (connection) => {
          connection.query('INSERT INTO greenlets_accounts VALUES (1)');
          return 'done';
        }),
      ).toBe('done');
      const errors = [fail, dawdle].map((body) => {
        try {
          return withTimeout(50, () => transaction(pool, body));
        } catch (error) {
          if (error instanceof Timeout) return error;
          return error;
        }
      });
      expect(errors).toEqual([new Error('no'), expect.any(Timeout)]);
      expect(pool.query<Row[]>('SELECT id FROM greenlets_accounts')[0]).toEqual([{ id: 1 }]);
      pool.query('DROP TABLE greenlets_accounts');
    });
    await eventually(async () => (await running()) === 0);
  });

  function fail(connection: { query(sql: string): unknown }): void {
    'use greenlet';
    connection.query('INSERT INTO greenlets_accounts VALUES (2)');
    throw new Error('no');
  }

  function dawdle(connection: { query(sql: string): unknown }): void {
    'use greenlet';
    connection.query('INSERT INTO greenlets_accounts VALUES (3)');
    connection.query(`SELECT ${mark} SLEEP(30)`);
  }

  it('gives a connection back that comes when its greenlet is gone', async () => {
    await run(() => {
      'use greenlet';
      const greenlets = [1, 2, 3].map(() => spawn(() => pool.getConnection()));
      sleep(0);
      for (const greenlet of greenlets) greenlet.kill();
      expect([1, 2, 3].map(() => pool.getConnection()).length).toBe(3);
    });
  });

  function errorOf(work: () => unknown): unknown {
    'use greenlet';
    try {
      return work();
    } catch (error) {
      return error;
    }
  }

  it.each([
    ['the original of a pool', () => outside],
    ['the module', () => green(mysql)],
    ['nothing', () => undefined],
    ['a number', () => 5],
  ])('refuses a transaction on %s, before it takes a connection', async (_what, make) => {
    await run(() => {
      'use greenlet';
      const error = errorOf(() => transaction(make() as never, () => 1));
      expect(error).toBeInstanceOf(TypeError);
      expect(String(error)).toContain('expected the view of a pool, as `green(pool)`, got ');
      // There is but one connection.
      expect(wait(outside.query<Row[]>('SELECT 1 AS id'))[0]).toEqual([{ id: 1 }]);
    });
  });

  it('refuses a transaction on a connection', async () => {
    await run(() => {
      'use greenlet';
      const connection = pool.getConnection();
      const error = errorOf(() => transaction(connection as never, () => 1));
      expect(String(error)).toContain('expected the view of a pool');
      connection.release();
    });
  });

  it.each([
    [{ isolation: 'none' }, 'expected "read committed", "repeatable read" or "serializable", got "none"'],
    [{ level: 1 }, 'got an unknown option `level`'],
  ])('refuses options that do not exist: %j', async (options: object, message) => {
    await run(() => {
      'use greenlet';
      expect(String(errorOf(() => transaction(pool, () => 1, options)))).toContain(message);
    });
  });

  it('begins transactions with their options', async () => {
    await run(() => {
      'use greenlet';
      pool.query('DROP TABLE IF EXISTS greenlets_options');
      pool.query('CREATE TABLE greenlets_options (id INT) ENGINE=InnoDB');
      const insert = (connection: GreenPoolConnection): unknown =>
        connection.query('INSERT INTO greenlets_options VALUES (1)');
      const error = errorOf(() => transaction(pool, insert, { readOnly: true, isolation: 'serializable' }));
      expect(error).toMatchObject({ code: 'ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION' });
      transaction(pool, insert, { isolation: 'serializable' });
      expect(pool.query<Row[]>('SELECT id FROM greenlets_options')[0]).toEqual([{ id: 1 }]);
      pool.query('DROP TABLE greenlets_options');
    });
  });

  describe('when connections are lost', () => {
    /** Calls `work`, and ends its connection at the server as soon as its query runs. Returns its error. */
    function failing(work: () => unknown): unknown {
      'use greenlet';
      const greenlet = spawn(errorOf, work);
      while (wait(running()) === 0) sleep(1);
      wait(killSessions());
      return greenlet.get();
    }

    async function killSessions(): Promise<void> {
      const [rows] = await outside.query<Row[]>(
        "SELECT id FROM information_schema.processlist WHERE info LIKE ? AND info NOT LIKE '%processlist%'",
        [`%${mark}%`],
      );
      for (const { id } of rows) await outside.query(`KILL ${String(id)}`);
    }

    it.each<[string, (use: GreenPool) => unknown]>([
      [
        'of the pool',
        (use) => {
          'use greenlet';
          return use.query(`SELECT ${mark} SLEEP(30)`);
        },
      ],
      [
        'of a connection from the pool',
        (use) => {
          'use greenlet';
          return use.getConnection().query(`SELECT ${mark} SLEEP(30)`);
        },
      ],
      [
        'of a single connection',
        () => {
          'use greenlet';
          return createConnection(uri).query(`SELECT ${mark} SLEEP(30)`);
        },
      ],
      [
        'of a transaction',
        (use) => {
          'use greenlet';
          return transaction(use, (connection) => connection.query(`SELECT ${mark} SLEEP(30)`));
        },
      ],
    ])('fails a query %s, and goes on with another connection', async (_of, work) => {
      await run(() => {
        'use greenlet';
        const single = createPool({ uri, connectionLimit: 1 });
        const error = failing(() => work(single));
        expect(error).toBeInstanceOf(Error);
        expect(String(error)).toMatch(/Connection lost|Connection was killed|interrupted|ECONNRESET/);
        expect(single.query<Row[]>('SELECT 1 AS id')[0]).toEqual([{ id: 1 }]);
        single.end();
      });
    });
  });

  it.each<[string, (connection: GreenPoolConnection) => unknown]>([
    [
      'a prepared statement',
      (connection) => {
        'use greenlet';
        return connection.prepare(`SELECT ${mark} SLEEP(?)`).execute([30]);
      },
    ],
    [
      'a statement',
      (connection) => {
        'use greenlet';
        return connection.execute(`SELECT ${mark} SLEEP(30)`);
      },
    ],
  ])('ends %s whose time is over at the server', async (_what, work) => {
    await run(() => {
      'use greenlet';
      const greenlet = spawn(() => work(pool.getConnection()));
      while (wait(running()) === 0) sleep(1);
      greenlet.kill();
    });
    await eventually(async () => (await running()) === 0);
  });

  it('ends a query of a cluster whose time is over, and goes on with another connection', async () => {
    const cluster = green(mysql).createPoolCluster();
    cluster.add('only', { uri, connectionLimit: 1 });
    await run(() => {
      'use greenlet';
      for (const use of [cluster, cluster.of('*')] as unknown as GreenPool[]) {
        expect(withTimeout(50, () => use.query(`SELECT ${mark} SLEEP(30)`), { timeoutValue: 'late' })).toBe('late');
        expect(use.query<Row[]>('SELECT 1 AS id')[0]).toEqual([{ id: 1 }]);
      }
      cluster.end();
    });
    await eventually(async () => (await running()) === 0);
  });

  it('leaves nothing behind when greenlets are killed at random moments', async () => {
    await pool.async.query('SELECT 1');
    // Which connects, if it is the first time.
    await running();
    const before = countDescriptors();
    await soak(90, 30, (round) => {
      'use greenlet';
      if (round % 2 === 0) pool.query(`SELECT ${mark} SLEEP(0.02)`);
      else {
        transaction(pool, (connection) => {
          connection.query(`SELECT ${mark} SLEEP(0.01)`);
          connection.query('SELECT 1');
        });
      }
    });
    await eventually(async () => (await running()) === 0);
    await run(() => {
      'use greenlet';
      const connections = [1, 2, 3].map(() => pool.getConnection());
      for (const connection of connections) connection.release();
    });
    await eventually(() => countDescriptors() <= before + 2);
  });
});
