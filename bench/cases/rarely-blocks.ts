import { run, wait } from 'greenlets';
import { agree, loadFor, type Contestant } from '../contestants/index.ts';
import { Source, generateBytes, pullFrom, type Refill } from '../contestants/source.ts';
import type { Case, Contestants } from '../types.ts';

const CHUNKS: Record<string, number> = { '64 KB': 65_536, '1 KB': 1024, '16 B': 16 };
const PROGRAMS = ['tokenizer', 'csv', 'protobuf'];
/** Bytes that a program reads: less where it is only tried. */
const SIZE = { full: 10_000_000, quick: 200_000 };
/** Bytes for the contestants to agree on. */
const TRIAL = 50_000;

interface Reader {
  next(): unknown;
}

type ReaderClass = new (refill: Refill) => Reader;

export const names: readonly string[] = PROGRAMS.flatMap((program) =>
  Object.keys(CHUNKS).map((chunk) => `${program}, once per ${chunk}`),
);

/** Programs that pull bytes one by one from a reader which has to wait whenever its buffer is empty. */
export async function prepare(name: string, quick: boolean): Promise<Case> {
  const [program = '', chunk = ''] = name.split(', once per ');
  const sample = loadFor('plain', `pull/${program}`).sample as string;
  const start = competitors(program, chunk === '64 KB');
  await agree(name, start(new Source(sample, TRIAL, CHUNKS[chunk] ?? 0)));
  const source = new Source(sample, quick ? SIZE.quick : SIZE.full, CHUNKS[chunk] ?? 0);
  const contestants = start(source);
  return { row: 'rarely blocks', name, operations: 1, unit: 'ms', contestants };
}

/** The size of the chunks makes no difference to the async generator, the slowest by far, which runs only once. */
function competitors(program: string, generating: boolean): (source: Source) => Contestants {
  const plain = pulling('plain', program);
  const greenlet = pulling('greenlets', program);
  const coloured = pulling('async/await', program);
  const peeking = pulling('await when empty', program);
  return (source) => ({
    synchronous: () => plain(source.readAll()),
    greenlets: () => run(greenlet, refillGreenlet(source)),
    'await per byte': () => coloured(source.readInChunks()),
    'await when empty': () => peeking(source.readInChunks()),
    ...(generating && { 'async generator': () => coloured.from(pullFrom(generateBytes(source.readInChunks()))) }),
  });
}

interface Pulling {
  (refill: Refill): unknown;
  from(reader: Reader): unknown;
}

/** A program with a reader, both compiled for the contestant. */
function pulling(contestant: Contestant, program: string): Pulling {
  const start = loadFor(contestant, `pull/${program}`).run as (reader: Reader) => unknown;
  const Reader = loadFor(contestant, 'pull/reader').Reader as ReaderClass;
  function pull(refill: Refill): unknown {
    'use greenlet';
    return start(new Reader(refill));
  }
  return Object.assign(pull, { from: start });
}

function refillGreenlet(source: Source): Refill {
  'use greenlet';
  const read = source.readInChunks();
  return () => wait(read());
}
