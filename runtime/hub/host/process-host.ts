import { contexts } from '../../contract/contexts/contexts.ts';
import type { Host } from './host.ts';
import { timeKeeping } from '../time-keeping.ts';
import { remarkOnStuck } from './remarks.ts';

const setImmediate = timeKeeping.realGlobal('setImmediate');
const { process } = globalThis as { process?: Partial<NodeJS.Process> };

const UNHANDLED = 'unhandledRejection';
const UNCAUGHT = 'uncaughtException';

/** What a host has because it is a process of Node's, or something that imitates it. Bundles for browsers go without. */
export const processHost: Partial<Host> = {
  ...(isEmitter(process) && {
    onIdle: onBeforeExit(process),
    remarkOnStuck,
    onEnd: (callback) => onExit(process, callback),
    fail: (exitCode = 1) => setExitCode(process, exitCode),
    onUncaught: (error, exitCode) => endWith(process, error, exitCode),
    expectRejections: (isExpected) => expectRejections(process, isExpected),
  }),
  ...(contexts !== null && { captureContext: contexts.capture, captureEmptyContext: contexts.captureEmpty }),
};

interface Emitter extends Partial<Pick<NodeJS.Process, 'exitCode' | 'execArgv' | 'env'>> {
  on(event: string, listener: (argument: unknown) => void): unknown;
  off(event: string, listener: (argument: unknown) => void): unknown;
  prependListener?(event: string, listener: (argument: unknown) => void): unknown;
  listenerCount?(event: string): number;
}

/** Whether this is Node, or something that imitates it. */
function isEmitter(process: object | undefined): process is Emitter {
  return process !== undefined && 'on' in process && 'off' in process;
}

/** Node emits `beforeExit` exactly when nothing is left that could wake anybody. */
function onBeforeExit(process: Emitter): NonNullable<Host['onIdle']> {
  return (callback) => {
    process.on('beforeExit', callback);
    return () => void process.off('beforeExit', callback);
  };
}

/** Other listeners of `beforeExit` may have given the process something to do: it takes a turn then. */
function onExit(process: Emitter, callback: () => void): void {
  process.on('exit', callback);
  const turn: unknown = setImmediate(() => process.off('exit', callback));
  // The process is to end all the same.
  (turn as NodeJS.Immediate).unref();
}

/** As after an unhandled rejection. What the program has chosen itself counts more. */
function setExitCode(process: Emitter, code: number): () => void {
  const { exitCode } = process;
  if (exitCode !== undefined) return () => undefined;
  process.exitCode = code;
  return () => {
    if (process.exitCode === code) process.exitCode = exitCode;
  };
}

/** Node sets the exit code to 1 when nobody has caught an error, and tells listeners of the end then. They may choose another one. */
function endWith(process: Emitter, error: unknown, exitCode: number): void {
  process.on('uncaughtExceptionMonitor', (uncaught) => {
    if (uncaught !== error || process.exitCode !== undefined || process.listenerCount?.(UNCAUGHT) !== 0) return;
    process.prependListener?.('exit', () => {
      process.exitCode = exitCode;
    });
  });
}

/**
 * Node asks no further once somebody listens: any other rejection has to be fatal by ourselves, if it were without us. That of the module
 * with which the program began comes as an exception.
 */
function expectRejections(process: Emitter, isExpected: (reason: unknown) => boolean): () => void {
  const onRejection = (reason: unknown): void => {
    if (isExpected(reason) || process.listenerCount?.(UNHANDLED) !== 1 || toleratesRejections(process)) return;
    throw reason;
  };
  const onException = (error: unknown): void => {
    if (isExpected(error) || process.listenerCount?.(UNCAUGHT) !== 1) return;
    process.off(UNCAUGHT, onException);
    // An error of a listener would end the process in another way.
    setImmediate(() => {
      throw error;
    });
  };
  process.on(UNHANDLED, onRejection);
  process.on(UNCAUGHT, onException);
  return () => {
    process.off(UNHANDLED, onRejection);
    process.off(UNCAUGHT, onException);
  };
}

/** `--unhandled-rejections=warn` and `none` */
function toleratesRejections({ execArgv = [], env = {} }: Emitter): boolean {
  return /--unhandled-rejections[= ](warn|none)/.test([env.NODE_OPTIONS, ...execArgv].join(' '));
}
