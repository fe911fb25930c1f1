import { Transform } from 'node:stream';
import realZlib from 'node:zlib';
import { run, spawn, SwitchError, sleep } from 'greenlets';
import cooperativeZlib, { implemented } from '../../runtime/node/zlib/index.ts';
import * as namespace from '../../runtime/node/zlib/index.ts';
import { listCalls, outcomeOf, perform, performInGreenlet, type Cases, type Outcome } from './support/outcomes.ts';

type Name = (typeof implemented)[number];
type Args = Cases<Name>[Name];

const text = 'A text that is not too short to be compressed. '.repeat(1000);
const noise = Buffer.from(Array.from({ length: 20_000 }, (_, index) => (index * index * 31) >> 3));

/** A view of what now belongs to somebody else. */
function moved(): Uint8Array {
  const view = new Uint8Array(9000);
  structuredClone(view, { transfer: [view.buffer] });
  return view;
}

const compressing: Args = [
  ['text', () => [text]],
  ['a buffer', () => [noise]],
  ['a short text', () => ['short']],
  ['an empty text', () => ['']],
  ['a typed array', () => [new Uint16Array(5000)]],
  ['a part of a buffer', () => [noise.subarray(100, 9000)]],
  ['an ArrayBuffer', () => [new ArrayBuffer(10_000)]],
  ['a DataView', () => [new DataView(new ArrayBuffer(10_000))]],
  ['small chunks', () => [text, { chunkSize: 64 }]],
  ['null for options', () => [text, null]],
  ['too much output', () => [noise, { maxOutputLength: 10 }]],
  ['no limit of the output', () => [noise, { maxOutputLength: NaN }]],
  ['options that concern streams', () => [noise, { highWaterMark: 1, signal: AbortSignal.abort(), writable: false }]],
  ['a method of streams', () => [noise, { transform: () => undefined, destroy: () => undefined }]],
  ['an invalid signal', () => [noise, { signal: 5 }]],
  ['an invalid mark of streams', () => [noise, { highWaterMark: 'x' }]],
  ['inherited options', () => [noise, Object.create({ chunkSize: 64, maxOutputLength: 10 }) as object]],
  ['a view whose buffer has been moved away', () => [moved()]],
  ['a buffer that has been moved away', () => [moved().buffer]],
  ...[0, 1, 2, 3, 4, 5, 6].map((kind): Args[number] => [
    `finishFlush ${String(kind)}`,
    () => [text, { finishFlush: kind }],
  ]),
  ['finishFlush in small chunks', () => [noise, { finishFlush: 2, chunkSize: 64 }]],
  ['flush', () => [noise, { flush: 2 }]],
  ['flush and finishFlush', () => [noise, { flush: 1, finishFlush: 2 }]],
  ['an invalid chunk size', () => [text, { chunkSize: 1 }]],
  ['invalid data', () => [5]],
  ['no data', () => []],
];
const deflating: Args = [
  ...compressing,
  ['a level', () => [text, { level: 1 }]],
  ['a dictionary', () => [text, { dictionary: Buffer.from('A text') }]],
  ['an invalid level', () => [text, { level: 99 }]],
];

function decompressing(packed: () => Buffer, more: Args = []): Args {
  return [
    ['data', () => [packed()]],
    ['a part of a buffer', () => [Buffer.concat([Buffer.from('x'), packed()]).subarray(1)]],
    ['small chunks', () => [packed(), { chunkSize: 64 }]],
    ['too much output', () => [packed(), { maxOutputLength: 10 }]],
    ['enough room', () => [packed(), { maxOutputLength: 20_000 }]],
    ['data that is cut off', () => [packed().subarray(0, -9)]],
    [
      'data that is cut off, finished',
      () => [packed().subarray(0, -9), { finishFlush: realZlib.constants.Z_SYNC_FLUSH }],
    ],
    ...[0, 1, 2, 3, 4, 5].map((kind): Args[number] => [
      `finishFlush ${String(kind)}, cut off`,
      () => [packed().subarray(0, -9), { finishFlush: kind, chunkSize: 64 }],
    ]),
    ['twice', () => [Buffer.concat([packed(), packed()])]],
    ['what has been damaged', () => [Buffer.from(packed()).fill(0x55, 3000, 3020)]],
    ['something else', () => [Buffer.alloc(5000, 7)]],
    ['invalid data', () => [{}]],
    ...more,
  ];
}

const DICTIONARY = { dictionary: noise.subarray(0, 500) };
const modern = realZlib as typeof realZlib & Record<string, ((data: Buffer) => Buffer) | undefined>;

const cases: Cases<Name> = {
  brotliCompressSync: compressing,
  brotliDecompressSync: decompressing(() => realZlib.brotliCompressSync(noise)),
  deflateRawSync: deflating,
  deflateSync: deflating,
  gunzipSync: decompressing(
    () => realZlib.gzipSync(noise),
    [
      ['several members', () => [Buffer.concat([realZlib.gzipSync(noise), realZlib.gzipSync(text)])]],
      ['something that follows', () => [Buffer.concat([realZlib.gzipSync(noise), Buffer.from('more')])]],
      ['an empty text', () => ['']],
    ],
  ),
  gzipSync: deflating,
  inflateRawSync: decompressing(() => realZlib.deflateRawSync(noise)),
  inflateSync: decompressing(
    () => realZlib.deflateSync(noise),
    [
      ['a dictionary', () => [realZlib.deflateSync(noise, DICTIONARY), DICTIONARY]],
      ['a missing dictionary', () => [realZlib.deflateSync(noise, DICTIONARY)]],
    ],
  ),
  unzipSync: decompressing(
    () => realZlib.gzipSync(noise),
    [['what was deflated', () => [realZlib.deflateSync(noise)]]],
  ),
  zstdCompressSync: compressing,
  zstdDecompressSync: decompressing(() => modern.zstdCompressSync?.(noise) ?? noise),
};

const available = implemented.filter((name) => typeof Reflect.get(realZlib, name) === 'function');
const calls = listCalls(cases).filter(({ name }) => available.includes(name));

/** Buffers as text: they are compared sooner. */
function comparable(outcome: Outcome): unknown {
  if (!('returned' in outcome)) return outcome;
  const { returned } = outcome;
  return { buffer: Buffer.isBuffer(returned), text: String(returned) };
}

describe('greenlets/node/zlib', () => {
  it('implements every synchronous function of this Node, except for archives, which are experimental', () => {
    const synchronous = Object.keys(realZlib).filter((name) => name.endsWith('Sync') && !name.includes('Archive'));
    expect([...available].sort()).toEqual(synchronous.sort());
  });

  it('passes everything else through', () => {
    expect(Object.keys(cooperativeZlib)).toEqual(Object.keys(realZlib));
    const others = Object.keys(realZlib).filter((name) => !implemented.includes(name as Name));
    expect(others.filter((name) => Reflect.get(namespace, name) !== Reflect.get(realZlib, name))).toEqual([]);
  });

  it.each(available)('keeps the name and the length of %s', (name) => {
    const shapeOf = ({ name: called, length }: { name: string; length: number }) => ({ called, length });
    expect(shapeOf(cooperativeZlib[name as 'gzipSync'])).toEqual(shapeOf(realZlib[name as 'gzipSync']));
  });
});

describe.each(available)('%s', (name) => {
  const own = calls.filter((each) => each.name === name);

  it.each(own)('does the same as the original in a greenlet, with $title', async (each) => {
    const expected = comparable(outcomeOf(() => perform(realZlib, each)));
    expect(comparable(await run(performInGreenlet, cooperativeZlib, each))).toEqual(expected);
  });

  it.each(own)('does the same as the original outside greenlets, with $title', (each) => {
    const expected = comparable(outcomeOf(() => perform(realZlib, each)));
    expect(comparable(outcomeOf(() => perform(cooperativeZlib, each)))).toEqual(expected);
  });
});

describe('compressing in marked code', () => {
  it('lets other greenlets run', async () => {
    const log = await run(() => {
      'use greenlet';
      const log: string[] = [];
      const other = spawn(() => log.push('other'));
      realZlib.gzipSync(text);
      log.push('compressed');
      other.join();
      return log;
    });
    expect(log).toEqual(['other', 'compressed']);
  });

  it('does not make a detour for a few bytes', async () => {
    const log = await run(() => {
      'use greenlet';
      const log: string[] = [];
      const other = spawn(() => log.push('other'));
      log.push(String(realZlib.gunzipSync(realZlib.gzipSync('short'))));
      other.join();
      return log;
    });
    expect(log).toEqual(['short', 'other']);
  });

  it('returns the engine as well if it is asked to', async () => {
    const { buffer, engine } = await run(() => {
      'use greenlet';
      return realZlib.gzipSync(text, { info: true }) as unknown as { buffer: Buffer; engine: object };
    });
    expect(realZlib.gunzipSync(buffer).toString()).toBe(text);
    expect(engine).toBeInstanceOf(realZlib.Gzip);
  });

  it('throws an error whose stack begins where it was called', async () => {
    function unpack(): unknown {
      'use greenlet';
      const unpacked = realZlib.gunzipSync(Buffer.alloc(5000, 7));
      return unpacked;
    }
    const error = await run(unpack).catch((error: unknown) => error);
    expect((error as Error).stack).toMatch(/^Error: incorrect header check\n\s+at \S*unpack /);
  });

  it('throws an error of too much output whose stack tells the code, as those of Node', async () => {
    const error = await run(() => {
      'use greenlet';
      const packed = realZlib.gzipSync(text, { maxOutputLength: 10 });
      return packed;
    }).catch((error: unknown) => error);
    const { name, stack } = error as Error;
    expect([name, Object.keys(error as Error)]).toEqual(['RangeError', ['code']]);
    expect(stack).toMatch(/^RangeError \[ERR_BUFFER_TOO_LARGE\]: Cannot create a Buffer larger than 10 bytes\n\s+at /);
  });

  it('throws a SwitchError below unmarked code', async () => {
    const pack = (): string => {
      'use greenlet';
      return String(realZlib.gzipSync(text));
    };
    const error = await run(() => {
      'use greenlet';
      return String({ toString: pack });
    }).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(SwitchError);
    expect(String(error)).toContain('zlib.gzipSync() would block');
  });

  it('stops when its greenlet is killed', async () => {
    const begun = jest.spyOn(Transform.prototype, 'end');
    await run(() => {
      'use greenlet';
      const packing = spawn(() => realZlib.gzipSync(Buffer.alloc(1e7)));
      sleep(0);
      packing.kill();
    });
    const engines = begun.mock.contexts as Transform[];
    begun.mockRestore();
    expect(engines.map(({ destroyed, readableEnded }) => [destroyed, readableEnded])).toEqual([[true, false]]);
  });
});
