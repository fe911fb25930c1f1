/**
 * Runs in a thread of its own and waits for the signals that end a program. It asks the main thread what to do; if that
 * does not answer, because it computes without end, the signal ends the process as it would have without us.
 *
 * Node lets only the main thread listen, by callbacks that code without a pause never lets run. So this thread uses
 * what is below `process.on`, which takes the option `--expose-internals`. Without that, starting it fails.
 *
 * While a program is developed, it also names greenlets that hold up all others.
 */
import fs from 'node:fs';
import inspector from 'node:inspector';
import * as module from 'node:module';
import { constants } from 'node:os';
import threads, { parentPort, workerData } from 'node:worker_threads';
import { watch as watchSlices, type ThreadData } from '../../../runtime/observe/monitor/thread.ts';
import type { Answer, Signal } from './signal-protocol.ts';
import { SIGNALS } from './signal-protocol.ts';

/** How long the main thread has for an answer, in ms: longer than a greenlet should compute without waiting. */
const PATIENCE = 1000;

interface SignalHandle {
  onsignal: () => void;
  start(signal: number): number;
  close(callback: () => void): void;
}

interface Internals {
  internalBinding: (name: 'signal_wrap') => { Signal: new () => SignalHandle };
}

const leftToProgram = new Set<Signal>();
let asked = false;
let patience: NodeJS.Timeout | undefined;

/** Node warns of its internals: with reason, but not the users of this program. */
process.emitWarning = () => undefined;
const { internalBinding } = module.createRequire(import.meta.url)('internal/test/binding') as Internals;
const { Signal: Handle } = internalBinding('signal_wrap');
const handles = new Map(SIGNALS.map((signal) => [signal, watch(signal)]));

parentPort?.on('message', (answer: Answer) => {
  if (answer.kind === 'listening') noteListener(answer.signal, answer.listens);
  else if (answer.kind === 'stopping') clearTimeout(patience);
  else end(answer.signal);
});

function watch(signal: Signal): SignalHandle {
  const handle = new Handle();
  handle.onsignal = () => receive(signal);
  handle.start(constants.signals[signal]);
  return handle;
}

function receive(signal: Signal): void {
  if (leftToProgram.has(signal)) return;
  if (asked) return end(signal);
  asked = true;
  parentPort?.postMessage(signal);
  patience = setTimeout(end, PATIENCE, signal);
}

function noteListener(signal: Signal, listens: boolean): void {
  if (listens) leftToProgram.add(signal);
  else leftToProgram.delete(signal);
}

/** Without a handle, the signal does again what it does by default. */
function end(signal: Signal): void {
  handles.get(signal)?.close(() => process.kill(process.pid, signal));
}

const monitor = workerData as ThreadData | null;
if (monitor !== null) watchSlices(monitor, { fs, inspector, module, threads });
