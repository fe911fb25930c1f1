import { createServer, type Server } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  S3,
  S3Client,
  paginateListObjectsV2,
  waitUntilObjectExists,
  type ListObjectsV2CommandOutput,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import S3rver from 's3rver';
import { run, sleep, spawn, SwitchError, withTimeout } from 'greenlets';
import { green } from 'greenlets/adapters/aws-sdk';
import { countSockets, eventually, soak } from '../services/support/soak.ts';

const Bucket = 'photos';
const settings = (port: number) => ({
  endpoint: `http://127.0.0.1:${String(port)}`,
  region: 'us-east-1',
  forcePathStyle: true,
  maxAttempts: 1,
  // Or a stream is sent in an encoding that the server does not know.
  requestChecksumCalculation: 'WHEN_REQUIRED' as const,
  credentials: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
});

/** The names of the commands that a client sends from now on. */
function commandsOf(client: S3Client): string[] {
  const commands: string[] = [];
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (sent) => {
        commands.push(commandName);
        return next(sent);
      },
    { step: 'initialize' },
  );
  return commands;
}

async function* megabytes(count: number): AsyncGenerator<Buffer, void> {
  for (let i = 0; i < count; i++) {
    await Promise.resolve();
    yield Buffer.alloc(1 << 20, 'x');
  }
}

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
      const { Body = [] } = s3.send(new GetObjectCommand({ Bucket, Key: 'list/a' }));
      for (const chunk of Body) text += Buffer.from(chunk).toString();
      expect(text).toBe('a');
      const keys: unknown[] = [];
      for (const page of green(paginateListObjectsV2)({ client: s3.async }, { Bucket, Prefix: 'list/' }))
        keys.push(page.Contents?.map(({ Key }) => Key));
      expect(keys).toEqual([['list/a', 'list/b', 'list/c']]);
      const waited = green(waitUntilObjectExists)({ client: s3.async, maxWaitTime: 10 }, { Bucket, Key: 'list/a' });
      expect(waited.state).toBe('SUCCESS');
    });
  });

  it('asks for further pages as the loop gets to them, and for none after it was left', async () => {
    const pages = await servePages();
    const client = connect(pages.port);
    await run(() => {
      'use greenlet';
      const list = (): Iterable<ListObjectsV2CommandOutput> =>
        green(paginateListObjectsV2)({ client: client.async }, { Bucket });
      const keys: unknown[] = [];
      for (const { Contents } of list()) keys.push(Contents?.[0]?.Key);
      expect(keys).toEqual(['first', 'second', 'third']);
      for (const { Contents } of list()) if (Contents?.[0]?.Key === 'second') break;
      sleep(10);
      expect(pages.asked).toEqual([null, 'second', 'third', null, 'second']);
    });
    client.destroy();
    await pages.close();
  });

  it('uploads in parts without await, and aborts an upload that is given up', async () => {
    const client = connect(port);
    const commands = commandsOf(client.async);
    const before = countSockets();
    await run(() => {
      'use greenlet';
      const upload = (Key: string) => {
        const Body = Readable.from(megabytes(6));
        return green(new Upload({ client: client.async, params: { Bucket, Key, Body }, partSize: 5 << 20 }));
      };
      expect(upload('large').done().Key).toBe('large');
      expect(client.send(new HeadObjectCommand({ Bucket, Key: 'large' })).ContentLength).toBe(6 << 20);
      expect(commands).toContain('CompleteMultipartUploadCommand');
      commands.length = 0;
      const killed = spawn(() => upload('killed').done());
      while (!commands.includes('UploadPartCommand')) sleep(1);
      killed.kill();
    });
    await eventually(() => commands.includes('AbortMultipartUploadCommand'));
    expect(commands).not.toContain('CompleteMultipartUploadCommand');
    client.destroy();
    await eventually(() => countSockets() <= before);
  });

  it('reads and writes bodies piece by piece, and closes those whose loop is left', async () => {
    const content = Buffer.alloc(3_000_000, 'body ');
    const client = connect(port);
    const before = countSockets();
    await run(() => {
      'use greenlet';
      const Body = Readable.from([content.subarray(0, 1_000_000), content.subarray(1_000_000)]);
      client.send(new PutObjectCommand({ Bucket, Key: 'large', Body, ContentLength: content.length }));
      const read = (): Iterable<Uint8Array> => client.send(new GetObjectCommand({ Bucket, Key: 'large' })).Body ?? [];
      const chunks = [...read()];
      expect(chunks.length).toBeGreaterThan(1);
      expect(Buffer.concat(chunks).equals(content)).toBe(true);
      for (const chunk of read()) if (chunk.length > 0) break;
      const late = withTimeout(20, () => readSlowly(read()), { timeoutValue: 'late' });
      expect(late).toBe('late');
    });
    client.destroy();
    await eventually(() => countSockets() <= before);
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

function readSlowly(chunks: Iterable<Uint8Array>): string {
  'use greenlet';
  for (const chunk of chunks) sleep(chunk.length);
  return 'complete';
}

/** An answer with one key. */
function pageOf(key: string, next: string | undefined): string {
  const continued = next === undefined ? '' : `<NextContinuationToken>${next}</NextContinuationToken>`;
  return `<ListBucketResult><IsTruncated>${String(next !== undefined)}</IsTruncated>
    <Contents><Key>${key}</Key></Contents>${continued}</ListBucketResult>`;
}

async function listenOn(server: Server) {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { port: (server.address() as AddressInfo).port, close };
}

/** A server that has a list of three pages. The one of the tests cannot encrypt its tokens with the OpenSSL of today. */
async function servePages() {
  const keys = ['first', 'second', 'third'];
  const asked: (string | null)[] = [];
  const server = createServer(({ url = '' }, response) => {
    const token = new URL(url, 'http://localhost').searchParams.get('continuation-token');
    asked.push(token);
    const at = keys.indexOf(token ?? 'first');
    response.end(pageOf(keys[at] ?? '', keys[at + 1]));
  });
  return { asked, ...(await listenOn(server)) };
}

/** A server that never answers, or only begins to; of lists, it has the first page. */
async function serveSlowly() {
  const state = { reached: 0, aborted: 0 };
  const server = createServer((request, response) => {
    if (request.url?.endsWith('?list-type=2') === true) return response.end(pageOf('first', 'second'));
    state.reached++;
    response.on('close', () => state.aborted++);
    if (request.url?.includes('missing') === true) response.writeHead(404).end();
    if (request.url?.includes('half') === true) response.writeHead(200, { 'content-length': 1000 }).write('half');
  });
  return Object.assign(state, await listenOn(server));
}
