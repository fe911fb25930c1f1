import mysql, { type RowDataPacket } from 'mysql2/promise';
import { run, sleep, spawn, SwitchError, Timeout, withTimeout } from 'greenlets';
import { green, transaction, type GreenPool } from 'greenlets/adapters/mysql2';
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
