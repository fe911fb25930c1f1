import { runExample } from '../examples/support/run-example.ts';
import { addressOf, describeWith } from './support/servers.ts';

describeWith('POSTGRES', 'examples of PostgreSQL', (address) => {
  it('examples/postgres.ts rolls a transaction back in the middle of a query', async () => {
    expect(await runExample('postgres.ts', address)).toEqual({
      code: 0,
      stdout: `ann 110, bob 110, cy 80
timed out after 50 ms: rolled back
ann 110, bob 110, cy 80
0 connections in use
`,
      stderr: '',
    });
  });

  it('examples/database-api.ts answers from the database, and then from the cache', async () => {
    expect(await runExample('database-api.ts', address, addressOf('REDIS'))).toEqual({
      code: 0,
      stdout: `200 {"from":"database","city":{"id":1,"name":"Oslo"}}
200 {"from":"cache","city":{"id":1,"name":"Oslo"}}
404 {"error":"nothing at /cities/7"}
`,
      stderr: '',
    });
  });
});

describeWith('REDIS', 'examples of Redis', (address) => {
  it('examples/worker.ts does jobs that block', async () => {
    const { stdout, stderr } = await runExample('worker.ts', new URL(address).host);
    expect({ lines: stdout.trim().split('\n').sort(), stderr }).toEqual({
      lines: ['job 1 took 5 seconds', 'job 2 took 1 seconds', 'job 3 took 9 seconds'],
      stderr: '',
    });
  });
});
