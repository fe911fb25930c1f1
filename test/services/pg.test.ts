import { createServer, type AddressInfo, type Socket } from 'node:net';
import pg from 'pg';
import { kill, run, sleep, spawn, SwitchError, Timeout, wait, withTimeout } from 'greenlets';
import { green, transaction, type GreenPool, type GreenPoolClient } from 'greenlets/adapters/pg';
import { killLate, MOMENTS } from '../support/kill-late.ts';
import { Proxy } from './support/proxy.ts';
import { describeWith } from './support/servers.ts';
import { countDescriptors, countSockets, eventually, soak } from './support/soak.ts';

interface Row {
  id: number;
  name: string;
}

describeWith('POSTGRES', 'greenlets/adapters/pg', (connectionString) => {
  const { Pool, Client } = green(pg);
  let pool: GreenPool;
  /** Ours are told from those of other tests by their name. */
  const application = `greenlets-${String(process.pid)}`;
  const settings = { connectionString, application_name: application, max: 3 };
  const outside = new pg.Pool({ connectionString, max: 1 });

  beforeEach(() => {
    pool = new Pool(settings);
  });
  afterEach(async () => {
    await pool.async.end();
    await eventually(async () => (await activity()).length === 0);
  });
  afterAll(async () => await outside.end());

  /** What the server says that our connections do. */
  async function activity(): Promise<string[]> {
    const { rows } = await outside.query<{ state: string }>(
      'SELECT state FROM pg_stat_activity WHERE application_name = $1',
      [application],
    );
    return rows.map(({ state }) => state);
  }

  it('queries without await, typed', async () => {
    const rows = await run(() => {
      'use greenlet';
      const { rows } = pool.query<Row>('SELECT 1 AS id, $1::text AS name', ['a']);
      const name: string | undefined = rows[0]?.name;
      return [rows, name, pool.query('SELECT 2 AS id').rows];
    });
    expect(rows).toEqual([[{ id: 1, name: 'a' }], 'a', [{ id: 2 }]]);
  });

  it('throws the errors of the server, and gives the connection back', async () => {
    await run(() => {
      'use greenlet';
      let code: unknown;
      try {
        pool.query('SELECT nothing');
      } catch (error) {
        code = (error as pg.DatabaseError).code;
      }
      expect(code).toBe('42703');
      expect([pool.totalCount, pool.idleCount]).toEqual([1, 1]);
    });
  });

  it('takes connections out of the pool, and runs others meanwhile', async () => {
    await run(() => {
      'use greenlet';
      const client = pool.connect();
      const other = spawn(() => pool.query<Row>('SELECT 2 AS id').rows[0]?.id);
      expect(client.query<Row>('SELECT 1 AS id').rows[0]?.id).toBe(1);
      expect(other.get()).toBe(2);
      client.release();
      expect(pool.idleCount).toBe(2);
    });
  });

  it('connects a single client', async () => {
    await run(() => {
      'use greenlet';
      const client = new Client(settings);
      client.connect();
      expect(client.query<Row>('SELECT 3 AS id').rows).toEqual([{ id: 3 }]);
      client.end();
    });
  });

  it('hears notifications', async () => {
    await run(() => {
      'use greenlet';
      const heard: unknown[] = [];
      const client = pool.connect();
      client.on('notification', ({ payload }) => {
        'use greenlet';
        heard.push(pool.query<{ text: string }>('SELECT $1::text AS text', [payload]).rows[0]?.text);
      });
      client.query('LISTEN news');
      pool.query(`SELECT pg_notify('news', 'hello')`);
      while (heard.length === 0) sleep(1);
      expect(heard).toEqual(['hello']);
      client.release(true);
    });
  });

  it('is refused outside greenlets, before anything happens', () => {
    expect(() => pool.query('SELECT 1')).toThrow(SwitchError);
    expect(pool.totalCount).toBe(0);
  });

  it('cancels a query whose time is over; the connection serves the next one at once', async () => {
    await pool.async.end();
    pool = new Pool({ ...settings, max: 1 });
    await run(() => {
      'use greenlet';
      const backend = pool.query<{ pid: number }>('SELECT pg_backend_pid() AS pid').rows[0]?.pid;
      const start = Date.now();
      expect(withTimeout(50, () => pool.query('SELECT pg_sleep(30)'), { timeoutValue: 'late' })).toBe('late');
      expect(pool.query<{ pid: number }>('SELECT pg_backend_pid() AS pid').rows[0]?.pid).toBe(backend);
      expect(Date.now() - start).toBeLessThan(20_000);
    });
    expect(await activity()).not.toContain('active');
  });

  it('takes back a connection that is there if its greenlet is killed before it goes on', async () => {
    await run(() => {
      'use greenlet';
      for (const moment of MOMENTS) {
        const connecting = spawn(() => pool.connect());
        killLate(connecting, moment, (listener) => pool.async.once('acquire', listener));
        connecting.join();
        if (!connecting.killed) connecting.get().release();
        wait(eventually(() => pool.idleCount === pool.totalCount));
      }
    });
  });

  it('forgets a query that has not been sent', async () => {
    await run(() => {
      'use greenlet';
      const client = pool.connect();
      client.query('CREATE TEMPORARY TABLE marks (id int)');
      const slow = spawn(() => client.query('SELECT pg_sleep(0.05)'));
      const queued = spawn(() => client.query('INSERT INTO marks VALUES (1)'));
      sleep(0);
      queued.kill();
      slow.get();
      expect(client.query('SELECT * FROM marks').rows).toEqual([]);
      client.release();
    });
  });

  it('commits a transaction, and rolls back what fails', async () => {
    await run(() => {
      'use greenlet';
      const client = pool.connect();
      client.query('DROP TABLE IF EXISTS accounts; CREATE TABLE accounts (id int)');
      client.release();
      expect(
        transaction(pool, (client) => {
          client.query('INSERT INTO accounts VALUES (1)');
          return 'done';
        }),
      ).toBe('done');
      let caught: unknown;
      try {
        transaction(pool, (client) => {
          client.query('INSERT INTO accounts VALUES (2)');
          throw new Error('no');
        });
      } catch (error) {
        caught = error;
      }
      expect(caught).toEqual(new Error('no'));
      expect(pool.query('SELECT id FROM accounts').rows).toEqual([{ id: 1 }]);
      expect(
        transaction(pool, (client) => client.query('SHOW transaction_isolation').rows, {
          isolation: 'serializable',
          readOnly: true,
        }),
      ).toEqual([{ transaction_isolation: 'serializable' }]);
      expect([pool.totalCount, pool.idleCount]).toEqual([1, 1]);
      pool.query('DROP TABLE accounts');
    });
  });

  it('tells of a commit that the server has turned into a rollback', async () => {
    await run(() => {
      'use greenlet';
      pool.query('DROP TABLE IF EXISTS logins; CREATE TABLE logins (id int PRIMARY KEY)');
      const insertTwice = (client: Pick<GreenPool, 'query'>): string => {
        client.query('INSERT INTO logins VALUES (1)');
        try {
          client.query('INSERT INTO logins VALUES (1)');
        } catch {
          // It is there already.
        }
        return 'done';
      };
      let caught: unknown;
      try {
        transaction(pool, insertTwice);
      } catch (error) {
        caught = error;
      }
      expect(String(caught)).toContain('the transaction was rolled back');
      expect([pool.totalCount, pool.idleCount]).toEqual([1, 1]);
      expect(pool.query('SELECT id FROM logins').rows).toEqual([]);
      pool.query('DROP TABLE logins');
    });
  });

  it('commits when the promise of a body that is asynchronous is fulfilled', async () => {
    await run(() => {
      'use greenlet';
      pool.query('DROP TABLE IF EXISTS visits; CREATE TABLE visits (id int)');
      const visit = async (client: GreenPoolClient): Promise<string> => {
        'use no greenlet';
        await client.async.query('INSERT INTO visits VALUES (1)');
        return 'done';
      };
      expect(transaction(pool, visit)).toBe('done');
      expect(pool.query('SELECT id FROM visits').rows).toEqual([{ id: 1 }]);
      pool.query('DROP TABLE visits');
    });
  });

  it('refuses a body that is no function, before it takes a connection', async () => {
    await expect(
      run(() => {
        'use greenlet';
        transaction(pool, 'INSERT' as never);
      }),
    ).rejects.toThrow('expected a function as the body of the transaction, got `"INSERT"` (string)');
    expect(pool.totalCount).toBe(0);
  });

  it.each([
    ['the original of a pool', () => outside],
    ['the module', () => green(pg)],
    ['nothing', () => undefined],
    ['a number', () => 5],
  ])('refuses a transaction on %s, before it takes a connection', async (_what, make) => {
    await run(() => {
      'use greenlet';
      let caught: unknown;
      try {
        transaction(make() as never, () => 1);
      } catch (error) {
        caught = error;
      }
      expect(caught).toBeInstanceOf(TypeError);
      expect(String(caught)).toContain('expected the view of a pool, as `green(pool)`, got ');
      expect(outside.idleCount).toBe(outside.totalCount);
    });
  });

  it('rolls back a transaction that a timeout ends in the middle of a query; the connection can be used again', async () => {
    await run(() => {
      'use greenlet';
      pool.query('DROP TABLE IF EXISTS transfers');
      pool.query('CREATE TABLE transfers (id int)');
      let caught: unknown;
      try {
        withTimeout(50, () =>
          transaction(pool, (client) => {
            client.query('INSERT INTO transfers VALUES (1)');
            client.query('SELECT pg_sleep(30)');
          }),
        );
      } catch (error) {
        if (!(error instanceof Timeout)) throw error;
        caught = error;
      }
      expect(caught).toBeInstanceOf(Timeout);
      expect([pool.totalCount, pool.idleCount]).toEqual([1, 1]);
      expect(pool.query('SELECT count(*)::int AS count FROM transfers').rows).toEqual([{ count: 0 }]);
      pool.query('DROP TABLE transfers');
    });
  });

  it.each([
    [{ isolation: 'none' }, 'expected "read committed", "repeatable read" or "serializable", got "none"'],
    [{ level: 1 }, 'got an unknown option `level`'],
  ])('refuses options that do not exist: %j', async (options: object, message) => {
    await expect(
      run(() => {
        'use greenlet';
        transaction(pool, () => 1, options);
      }),
    ).rejects.toThrow(message);
    expect(pool.totalCount).toBe(0);
  });

  it('gives a connection back that comes when its greenlet is gone', async () => {
    await run(() => {
      'use greenlet';
      const greenlet = spawn(() => pool.connect());
      sleep(0);
      greenlet.kill();
      while (pool.idleCount === 0) sleep(1);
      expect(pool.totalCount).toBe(1);
    });
  });

  describe('when connections are lost', () => {
    let proxy: Proxy;
    /** By way of the proxy. */
    let lossy: GreenPool;

    beforeEach(async () => {
      proxy = await Proxy.before(connectionString);
      lossy = new Pool({ ...settings, connectionString: proxy.through(connectionString) });
    });
    afterEach(async () => {
      await lossy.async.end();
      proxy.close();
      // A session that sleeps does not hear that its connection was cut.
      await terminate();
    });

    const WAYS: [string, () => unknown][] = [
      ['the connection is cut', () => proxy.cut()],
      ['the connection is reset', () => proxy.reset()],
      ['the server ends the session', terminate],
    ];

    /** As a server does that is shut down. */
    async function terminate(): Promise<void> {
      await outside.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1', [
        application,
      ]);
    }

    /** Calls `work`, and loses its connection as soon as its query runs. Returns its error. */
    function failing(lose: () => unknown, work: () => unknown): unknown {
      'use greenlet';
      const greenlet = spawn(errorOf, work);
      while (!wait(activity()).includes('active')) sleep(1);
      wait(lose());
      return greenlet.get();
    }

    function errorOf(work: () => unknown): unknown {
      'use greenlet';
      try {
        return work();
      } catch (error) {
        return error;
      }
    }

    it.each(WAYS)('fails a query of the pool, and goes on with another connection: %s', async (_way, lose) => {
      await run(() => {
        'use greenlet';
        const error = failing(lose, () => lossy.query('SELECT pg_sleep(30)'));
        expect(String(error)).toMatch(/terminat|ECONNRESET/);
        expect(lossy.totalCount).toBe(0);
        expect(lossy.query('SELECT 1 AS id').rows).toEqual([{ id: 1 }]);
      });
    });

    it.each(WAYS)('fails a transaction with the error of its query, and goes on: %s', async (_way, lose) => {
      await run(() => {
        'use greenlet';
        const error = failing(lose, () => transaction(lossy, (client) => client.query('SELECT pg_sleep(30)')));
        expect(String(error)).toMatch(/terminat|ECONNRESET/);
        expect(lossy.totalCount).toBe(0);
        expect(transaction(lossy, (client) => client.query('SELECT 1 AS id').rows)).toEqual([{ id: 1 }]);
      });
    });

    it.each(WAYS)('throws in a transaction whose connection was lost between two queries: %s', async (_way, lose) => {
      await run(() => {
        'use greenlet';
        const body = (client: GreenPoolClient): unknown => {
          'use greenlet';
          client.query('SELECT 1');
          wait(lose());
          while (proxy.size > 0) sleep(1);
          return client.query('SELECT 2');
        };
        expect(String(errorOf(() => transaction(lossy, body)))).toMatch(/terminat|not queryable|ECONNRESET/);
        expect(lossy.totalCount).toBe(0);
      });
    });

    it.each(WAYS)('fails a query on a connection that was taken out of the pool: %s', async (_way, lose) => {
      await run(() => {
        'use greenlet';
        const client = lossy.connect();
        const error = failing(lose, () => client.query('SELECT pg_sleep(30)'));
        expect(String(error)).toMatch(/terminat|ECONNRESET/);
        expect(String(errorOf(() => client.query('SELECT 1')))).toMatch(/terminat|not queryable/);
        client.release(true);
        expect(lossy.totalCount).toBe(0);
      });
    });

    it.each(WAYS)('fails a query of a single client: %s', async (_way, lose) => {
      await run(() => {
        'use greenlet';
        const client = new Client({ ...settings, connectionString: proxy.through(connectionString) });
        client.connect();
        const error = failing(lose, () => client.query('SELECT pg_sleep(30)'));
        expect(String(error)).toMatch(/terminat|ECONNRESET/);
        client.end();
      });
    });

    it('fails what is read of a query that has been submitted', async () => {
      await run(() => {
        'use greenlet';
        const client = lossy.connect();
        const error = failing(
          () => proxy.cut(),
          () => {
            'use greenlet';
            const query = new pg.Query('SELECT pg_sleep(30)');
            const failed = new Promise((_, reject) => Object.assign(query, { callback: reject }));
            client.query(query);
            return wait(failed);
          },
        );
        expect(String(error)).toContain('terminated');
        client.release();
      });
    });

    it('tells of the loss of a connection at which nobody waits, as the original does', async () => {
      await run(() => {
        'use greenlet';
        const client = lossy.connect();
        client.query('SELECT 1');
        const errors: unknown[] = [];
        client.on('error', (error) => errors.push(error));
        expect(client.async.listenerCount('error')).toBe(1);
        proxy.cut();
        while (errors.length === 0) sleep(1);
        expect(String(errors[0])).toContain('terminated');
        client.release();
      });
    });

    it('survives the loss of a connection whose query is being cancelled', async () => {
      await run(() => {
        'use greenlet';
        const greenlet = spawn(() => lossy.query('SELECT pg_sleep(30)'));
        while (!wait(activity()).includes('active')) sleep(1);
        greenlet.kill();
        proxy.cut();
        expect(lossy.query('SELECT 1 AS id').rows).toEqual([{ id: 1 }]);
      });
    });
  });

  it('gives up to connect to a server that never answers', async () => {
    const sockets = new Set<Socket>();
    const silent = createServer({ allowHalfOpen: true }, (socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    }).listen(0);
    const { port } = silent.address() as AddressInfo;
    const before = countSockets();
    await run(() => {
      'use greenlet';
      const greenlet = spawn(() => new Client({ host: '127.0.0.1', port }).connect());
      while (sockets.size === 0) sleep(1);
      greenlet.kill();
    });
    // What is left is the end of the server.
    await eventually(() => countSockets() <= before + 1);
    for (const socket of sockets) socket.destroy();
    silent.close();
  });

  it('leaves nothing behind when greenlets are killed at random moments', async () => {
    await pool.async.query('SELECT 1');
    const before = countDescriptors();
    await soak(150, 30, (round) => {
      'use greenlet';
      if (round % 3 === 0) pool.query('SELECT pg_sleep(0.02)');
      else if (round % 3 === 1) {
        const client = pool.connect();
        try {
          client.query('SELECT pg_sleep(0.01)');
          client.query('SELECT 1');
        } finally {
          client.release();
        }
      } else {
        transaction(pool, (client) => {
          client.query('SELECT pg_sleep(0.01)');
          client.query('SELECT 1');
        });
      }
    });
    await eventually(() => pool.waitingCount === 0 && pool.idleCount === pool.totalCount);
    expect(pool.totalCount).toBeLessThanOrEqual(3);
    expect(countDescriptors()).toBeLessThanOrEqual(before + 2);
    expect((await activity()).filter((state) => state !== 'idle')).toEqual([]);
    await run(() => {
      'use greenlet';
      for (let id = 0; id < 3; id++) expect(pool.query<Row>('SELECT $1::int AS id', [id]).rows[0]?.id).toBe(id);
    });
  });

  it('cancels by kill, too', async () => {
    await run(() => {
      'use greenlet';
      const greenlet = spawn(() => pool.query('SELECT pg_sleep(30)'));
      sleep(50);
      kill(greenlet);
      while (pool.idleCount === 0) sleep(1);
    });
    expect(await activity()).toEqual(['idle']);
  });
});
