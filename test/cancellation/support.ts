import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { kill, run, sleep, spawn, type Greenlet } from 'greenlets';
import { settle, useVirtualHost } from '../support/virtual-host.ts';
import { compile } from '../plugin/support/compile.ts';
import { evaluate } from '../plugin/support/evaluate.ts';

export type Log = (...parts: unknown[]) => void;

/** Both ways of compiling a program: every call that could suspend does, or only those that wait. */
export const VARIANTS = [
  ['compiled', false],
  ['compiled with stress', true],
] as const;

/** The exports of a program beside the tests, compiled as a whole. */
export function loadProgram(name: string, stress: boolean): unknown {
  const source = readFileSync(join(__dirname, 'programs', name), 'utf8');
  const extra = { plugins: ['@babel/plugin-transform-modules-commonjs'] };
  return evaluate(compile(source, { mark: 'all', stress }, extra));
}

/** A log that joins what it is given by spaces. */
export function createLog(): { lines: string[]; log: Log } {
  const lines: string[] = [];
  return { lines, log: (...parts) => void lines.push(parts.join(' ')) };
}

export interface BodyFixture {
  readonly log: string[];
  /** Waits for a minute, and for 5 ms in its `finally`. */
  readonly body: () => Promise<string>;
}

/** A marked `async` function that is to be interrupted. */
export function bodyFixture(): BodyFixture {
  const log: string[] = [];
  async function body(): Promise<string> {
    'use greenlet';
    log.push('begun');
    try {
      sleep(60_000);
      return 'done';
    } finally {
      sleep(5);
      log.push('cleaned up');
    }
  }
  return { log, body };
}

/** What a greenlet that runs `body` comes to when it is killed at 10 ms, and perhaps again. */
export function outcomeOf(body: () => unknown, ...later: number[]): Promise<{ greenlet: Greenlet; time: number }> {
  const host = useVirtualHost();
  const promise = run(() => {
    'use greenlet';
    const greenlet: Greenlet = spawn(body);
    sleep(10);
    kill(greenlet);
    for (const ms of later) {
      sleep(ms);
      kill(greenlet);
    }
    greenlet.join();
    return { greenlet, time: host.now() };
  });
  return settle(host, promise);
}
