import { execFileSync } from 'node:child_process';
import { processorTime } from '../clock.ts';
import { goProgram, pythonScript, type Command } from '../foreign.ts';
import type { Case, CaseFile, Contestants } from '../types.ts';
import * as freshStacks from './fresh-stacks.ts';
import * as hub from './hub.ts';
import * as library from './library.ts';
import * as memory from './memory.ts';
import * as queues from './queues.ts';
import * as spawn from './spawn.ts';
import * as raw from './switch.ts';

/** The same work as a case of ours, by the name that the programs in Python and Go know it by. */
interface Work {
  file: CaseFile;
  own: string;
  name: string;
}

const WORK: Record<string, Work> = {
  'switch in other languages': { file: raw, own: 'raw switch, depth 1', name: 'switch' },
  'switch at depth 100 in other languages': { file: raw, own: 'raw switch, depth 100', name: 'deep' },
  'stack of 100 frames in other languages': { file: freshStacks, own: 'stack of 100 frames', name: 'fresh' },
  'sleep(0) in other languages': { file: hub, own: 'sleep(0), 1000 greenlets', name: 'fair' },
  'spawn and join in other languages': { file: spawn, own: 'spawn and join 100,000', name: 'spawn' },
  'queue in other languages': { file: queues, own: 'queue, one to one', name: 'queue' },
  'queue of 1 in other languages': { file: queues, own: 'queue of 1, one to one', name: 'bounded' },
  'map in other languages': { file: library, own: 'map of 100,000, 100 at once', name: 'map' },
  'semaphore in other languages': { file: library, own: 'semaphore of 10', name: 'semaphore' },
  'event in other languages': { file: library, own: 'event, 10,000 waiters', name: 'event' },
  'timers in other languages': { file: library, own: '10,000 timers', name: 'timers' },
  'memory in other languages': { file: memory, own: 'parked, 100,000', name: 'memory' },
};

/** How long we run in a round (ms). */
const LEAST = 100;

export const names: readonly string[] = Object.keys(WORK);

/** Python's greenlet and gevent, and Go, in processes of their own. Go switches by way of channels, on one processor. */
export async function prepare(name: string, quick: boolean): Promise<Case> {
  const work = WORK[name];
  if (work === undefined) throw new TypeError(`there is no case ${name}`);
  const own = await work.file.prepare(work.own, quick);
  const notes: string[] = [];
  const contestants: Contestants = {
    ...preparePython(work.name, notes),
    ...prepareGo(work.name, notes),
    greenlets: perOperation(own, quick),
  };
  const unit = work.name === 'memory' ? 'bytes' : 'ns';
  return { row: 'other languages', name, operations: 1, unit, contestants, returnsValue: true, notes };
}

/** What one operation of our case takes, in its unit. */
function perOperation({ contestants, operations, returnsValue }: Case, quick: boolean): () => Promise<number> {
  const { greenlets = () => NaN } = contestants;
  if (returnsValue === true) return async () => Number(await greenlets()) / operations;
  return async () => (await timeCalls(greenlets, quick ? 1 : LEAST)) / operations;
}

/** The processor time of a call (ns), of as many as take the time (ms): the others run that long, too. */
async function timeCalls(contestant: () => unknown, time: number): Promise<number> {
  const start = processorTime();
  for (let calls = 1; ; calls++) {
    await contestant();
    const used = processorTime() - start;
    if (used >= time) return (used * 1e6) / calls;
  }
}

function preparePython(work: string, notes: string[]): Contestants {
  const isRaw = ['switch', 'deep', 'fresh'].includes(work);
  return run(isRaw ? 'Python greenlet' : 'gevent', pythonScript('measure.py', notes), work);
}

function prepareGo(work: string, notes: string[]): Contestants {
  return run('Go', goProgram('measure.go', notes), work);
}

/** What the program prints is the measure. */
function run(contestant: string, command: Command | undefined, work: string): Contestants {
  if (command === undefined) return {};
  const [program, ...args] = command;
  return { [contestant]: () => Number(execFileSync(program, [...args, work])) };
}
