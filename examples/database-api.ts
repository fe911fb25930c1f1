'use greenlet';

/*
 * A JSON API over PostgreSQL, with a cache in Redis, which asks itself three times and ends:
 * `npx greenlets run examples/database-api.ts postgres://localhost/test redis://localhost`.
 */
import { Redis } from 'ioredis';
import pg from 'pg';
import { green as greenPg } from 'greenlets/adapters/pg';
import { green as greenRedis } from 'greenlets/adapters/ioredis';
import { HttpServer, reply, type HttpRequest } from 'greenlets/node/http';
import { fetch } from 'greenlets/web/fetch';

const [database, cache = 'redis://127.0.0.1'] = process.argv.slice(2);
const { Pool } = greenPg(pg);
const pool = new Pool({ connectionString: database });
const redis = new (greenRedis(Redis))(cache);

interface City {
  id: number;
  name: string;
}

/** Looks into the cache first; what is not in there is remembered for ten seconds. */
function findCity(id: string): { from: string; city: City } | null {
  const key = `example:city:${id}`;
  const cached = redis.get(key);
  if (cached !== null) return { from: 'cache', city: JSON.parse(cached) as City };
  const [city] = pool.query<City>('SELECT * FROM (VALUES (1, $2), (2, $3)) AS cities (id, name) WHERE id = $1', [
    id,
    'Oslo',
    'Rome',
  ]).rows;
  if (city === undefined) return null;
  redis.set(key, JSON.stringify(city), 'EX', 10);
  return { from: 'database', city };
}

function handle({ path }: HttpRequest): unknown {
  const [, id = ''] = /^\/cities\/(\d+)$/.exec(path) ?? [];
  return (id === '' ? null : findCity(id)) ?? reply({ error: `nothing at ${path}` }, { status: 404 });
}

const server = new HttpServer(handle, { listen: { port: 0, host: '127.0.0.1' } });
server.start();
try {
  redis.del('example:city:1');
  for (const path of ['/cities/1', '/cities/1', '/cities/7']) {
    const response = fetch(`http://127.0.0.1:${String(server.port)}${path}`);
    console.log(response.status, response.text());
  }
} finally {
  server.stop();
  redis.quit();
  pool.end();
}
