import { createServer } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  S3,
  S3Client,
  paginateListObjectsV2,
  waitUntilObjectExists,
  type ListObjectsV2CommandOutput,
} from '@aws-sdk/client-s3';
import S3rver from 's3rver';
import { run, sleep, spawn, SwitchError } from 'greenlets';
import { green } from 'greenlets/adapters/aws-sdk';
import { countSockets, eventually, soak } from '../services/support/soak.ts';

const Bucket = 'photos';
const settings = (port: number) => ({
  endpoint: `http://127.0.0.1:${String(port)}`,
  region: 'us-east-1',
  forcePathStyle: true,
  maxAttempts: 1,
  credentials: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
});

describe('greenlets/adapters/aws-sdk', () => {
  const directory = mkdtempSync(join(tmpdir(), 'greenlets-s3-'));
  const server = new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory });
  let s3: ReturnType<typeof connect>;
  let port: number;

  function connect(to: number) {
    return green(new S3Client(settings(to)));
  }

  beforeAll(async () => {
    ({ port } = await server.run());
    s3 = connect(port);
    await s3.async.send(new CreateBucketCommand({ Bucket }));
  });
  afterAll(async () => {
    s3.destroy();
    await server.close();
    // A file that a client asked for who has gone since may be opened still.
    await setTimeout(50);
    rmSync(directory, { recursive: true });
  });

  it('stores and reads without await, typed by the command', async () => {
    await run(() => {
      'use greenlet';
      const { ETag } = s3.send(new PutObjectCommand({ Bucket, Key: 'cat.txt', Body: 'meow' }));
      const tag: string | undefined = ETag;
      expect(tag).toBe('"4a4be40c96ac6314e91d93f38043a634"');
      const { Body } = s3.send(new GetObjectCommand({ Bucket, Key: 'cat.txt' }));
      const text: string | undefined = Body?.transformToString();
      expect(text).toBe('meow');
      const listed: ListObjectsV2CommandOutput['Contents'] = s3.send(new ListObjectsV2Command({ Bucket })).Contents;
      expect(listed?.map(({ Key, Size }) => [Key, Size])).toEqual([['cat.txt', 4]]);
    });
    expect(() => s3.send(new GetObjectCommand({ Bucket, Key: 'cat.txt' }))).toThrow(SwitchError);
  });

  it('throws what the server answers', async () => {
    await run(() => {
      'use greenlet';
      let caught: unknown;
      try {
        s3.send(new GetObjectCommand({ Bucket, Key: 'dog.txt' }));
      } catch (error) {
        caught = error;
      }
      expect(caught).toBeInstanceOf(NoSuchKey);
    });
  });

  it('iterates over bodies and pages, and waits for objects', async () => {
    await run(() => {
      'use greenlet';
      for (const Key of ['a', 'b', 'c']) s3.send(new PutObjectCommand({ Bucket, Key: `list/${Key}`, Body: Key }));
      let text = '';
      for (const chunk of s3.send(new GetObjectCommand({ Bucket, Key: 'list/a' })).Body as Iterable<Buffer>)
        text += chunk.toString();
      expect(text).toBe('a');
      const keys: unknown[] = [];
      for (const page of green(paginateListObjectsV2)({ client: s3.async }, { Bucket, Prefix: 'list/' }))
        keys.push(page.Contents?.map(({ Key }) => Key));
      expect(keys).toEqual([['list/a', 'list/b', 'list/c']]);
      const waited = green(waitUntilObjectExists)({ client: s3.async, maxWaitTime: 10 }, { Bucket, Key: 'list/a' });
      expect(waited.state).toBe('SUCCESS');
    });
  });

  it('knows the class, and clients that have a method for each command', async () => {
    const Client = green(S3Client);
    const client = new Client(settings(port));
    const all = green(new S3(settings(port)));
    await run(() => {
      'use greenlet';
      client.send(new PutObjectCommand({ Bucket, Key: 'own.txt', Body: 'own' }));
      expect(all.getObject({ Bucket, Key: 'own.txt' }).Body?.transformToString()).toBe('own');
      expect(all.waitUntilObjectExists({ Bucket, Key: 'own.txt' }, 10).state).toBe('SUCCESS');
      client.destroy();
      all.destroy();
    });
  });

  it('aborts what is given up: requests, and the reading of bodies', async () => {
    const slow = await serveSlowly();
    const client = connect(slow.port);
    const all = green(new S3(settings(slow.port)));
    const own = new AbortController();
    await run(() => {
      'use greenlet';
      const giveUp = (call: () => unknown): void => {
        const aborted = slow.aborted;
        const greenlet = spawn(call);
        while (slow.reached === aborted) sleep(1);
        greenlet.kill();
        while (slow.aborted === aborted) sleep(1);
      };
      giveUp(() => client.send(new GetObjectCommand({ Bucket, Key: 'never' })));
      giveUp(() => client.send(new GetObjectCommand({ Bucket, Key: 'half' })).Body?.transformToString());
      const keys: unknown[] = [];
      const list = (pages: Iterable<ListObjectsV2CommandOutput>): void => {
        for (const { Contents } of pages) keys.push(Contents?.[0]?.Key);
      };
      giveUp(() => list(green(paginateListObjectsV2)({ client: client.async }, { Bucket })));
      giveUp(() => list(all.paginateListObjectsV2({ Bucket })));
      expect(keys).toEqual(['first', 'first']);
      const abortable = spawn(() =>
        client.send(new GetObjectCommand({ Bucket, Key: 'never' }), { abortSignal: own.signal }),
      );
      while (slow.reached === slow.aborted) sleep(1);
      own.abort();
      let caught: unknown;
      try {
        abortable.get();
      } catch (error) {
        caught = error;
      }
      expect(caught).toMatchObject({ name: 'AbortError' });
    });
    client.destroy();
    all.destroy();
    await slow.close();
  });

  it('asks no more for what is waited for when that is given up', async () => {
    const slow = await serveSlowly();
    const client = connect(slow.port);
    await run(() => {
      'use greenlet';
      const often = { client: client.async, minDelay: 0.01, maxDelay: 0.01, maxWaitTime: 60 };
      const waiting = spawn(() => green(waitUntilObjectExists)(often, { Bucket, Key: 'missing' }));
      while (slow.reached < 2) sleep(1);
      waiting.kill();
      // What is under way ends.
      sleep(100);
      const { reached } = slow;
      sleep(100);
      expect(slow.reached).toBe(reached);
    });
    client.destroy();
    await slow.close();
  });

  it('leaves no connection behind when greenlets are killed at random moments', async () => {
    // The server leaves files open that nobody reads to their end; it runs in this process.
    const before = countSockets();
    const client = connect(port);
    await soak(40, 30, (round) => {
      'use greenlet';
      const Key = `soak/${String(round)}`;
      for (;;) {
        client.send(new PutObjectCommand({ Bucket, Key, Body: 'x'.repeat(10_000) }));
        client.send(new GetObjectCommand({ Bucket, Key })).Body?.transformToString();
      }
    });
    client.destroy();
    await eventually(() => countSockets() <= before);
  });
});

const FIRST_PAGE = `<ListBucketResult><IsTruncated>true</IsTruncated><Contents><Key>first</Key></Contents>
  <NextContinuationToken>second</NextContinuationToken></ListBucketResult>`;

/** A server that never answers, or only begins to; of lists, it has the first page. */
async function serveSlowly() {
  const state = { reached: 0, aborted: 0 };
  const server = createServer((request, response) => {
    if (request.url?.endsWith('?list-type=2') === true) return response.end(FIRST_PAGE);
    state.reached++;
    response.on('close', () => state.aborted++);
    if (request.url?.includes('missing') === true) response.writeHead(404).end();
    if (request.url?.includes('half') === true) response.writeHead(200, { 'content-length': 1000 }).write('half');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return Object.assign(state, { port: (server.address() as AddressInfo).port, close });
}
