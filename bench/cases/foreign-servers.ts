import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { goProgram, pythonScript, type Command } from '../foreign.ts';
import type { Case, CaseFile, Contestants } from '../types.ts';
import * as server from './server.ts';
import * as sockets from './sockets.ts';

/** The same work as a case of ours, by the name that the programs in Python and Go know it by. */
interface Work {
  file: CaseFile;
  own: string;
  name: string;
  /** Puts so many operations of load on the server at a port. */
  load: (port: number, operations: number) => Promise<void>;
}

const WORK: Record<string, Work> = {
  'echo server in other languages': { file: sockets, own: 'echo server', name: 'echo', load: sockets.loadEcho },
  'HTTP server in other languages': { file: server, own: 'HTTP server', name: 'http', load: server.load },
};

export const names: readonly string[] = Object.keys(WORK);

/** Processor time of servers in Node, in Python with gevent, and in Go, which uses one processor here. */
export async function prepare(name: string, quick: boolean): Promise<Case> {
  const work = WORK[name];
  if (work === undefined) throw new TypeError(`there is no case ${name}`);
  const { operations, contestants: own } = await work.file.prepare(work.own, quick);
  const { async = unknown, greenlets = unknown } = own;
  const notes: string[] = [];
  const foreign: Record<string, Command | undefined> = {
    gevent: pythonScript('serve.py', notes),
    Go: goProgram('serve.go', notes),
  };
  const contestants: Contestants = { async, greenlets };
  for (const [language, command] of Object.entries(foreign)) {
    if (command !== undefined) contestants[language] = () => measure(command, work, operations);
  }
  return { row: 'servers', name, operations, unit: 'ns', contestants, returnsValue: true, leastRounds: 8, notes };
}

/** The processor time (ns) that a server takes for its load: it prints its port, and the time when its input ends. */
async function measure([command, ...args]: Command, { name, load }: Work, operations: number): Promise<number> {
  const child = spawn(command, [...args, name], { stdio: ['pipe', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  const lines = createInterface(child.stdout);
  const [port] = (await once(lines, 'line')) as [string];
  await load(Number(port), operations);
  const last = once(lines, 'line') as Promise<[string]>;
  child.stdin.end();
  const [time] = await last;
  await closed;
  return Number(time);
}

function unknown(): number {
  return NaN;
}
