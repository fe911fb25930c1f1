'use greenlet';

/*
 * A pool of connections, and a transaction whose time is over in the middle of a query:
 * `npx greenlets run examples/postgres.ts postgres://localhost/test`.
 */
import pg from 'pg';
import { joinAll, spawn, Timeout, withTimeout } from 'greenlets';
import { green, transaction } from 'greenlets/adapters/pg';

const { Pool } = green(pg);
const pool = new Pool({ connectionString: process.argv[2], max: 2 });

interface Account {
  name: string;
  balance: number;
}

function balances(): string {
  const { rows } = pool.query<Account>('SELECT name, balance FROM example_accounts ORDER BY name');
  return rows.map(({ name, balance }) => `${name} ${String(balance)}`).join(', ');
}

function pay(from: string, to: string, amount: number, delay: number): void {
  transaction(pool, (client) => {
    client.query('UPDATE example_accounts SET balance = balance - $1 WHERE name = $2', [amount, from]);
    client.query('SELECT pg_sleep($1)', [delay / 1000]);
    client.query('UPDATE example_accounts SET balance = balance + $1 WHERE name = $2', [amount, to]);
  });
}

pool.query('CREATE TABLE IF NOT EXISTS example_accounts (name text PRIMARY KEY, balance int)');
pool.query(`INSERT INTO example_accounts VALUES ('ann', 100), ('bob', 100), ('cy', 100)`);
try {
  joinAll([spawn(pay, 'ann', 'bob', 10, 5), spawn(pay, 'cy', 'ann', 20, 5)]);
  console.log(balances());
  try {
    withTimeout(50, () => pay('bob', 'cy', 50, 30_000));
  } catch (error) {
    if (!(error instanceof Timeout)) throw error;
    console.log(`${error.message}: rolled back`);
  }
  console.log(balances());
  console.log(`${String(pool.totalCount - pool.idleCount)} connections in use`);
} finally {
  pool.query('DROP TABLE example_accounts');
  pool.end();
}
