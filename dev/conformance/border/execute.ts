import { transformSync } from '@babel/core';
import { runInNewContext } from 'node:vm';
import { inspect } from 'node:util';
import { Greenlet } from 'greenlets/core';
import * as internal from 'greenlets/internal';
import greenlets from 'greenlets/plugin';
import { UNMARKED } from './unmarked.ts';

/** The ways to run a program. */
export type Variant = 'untouched' | 'compiled' | 'stress';

const { link, bounce, SUSPENDED } = internal;

/** Thrown where a call cannot suspend. */
class Refused extends Error {
  override name = 'SwitchError';
}

/** Compiles the marked file; everything in it is marked. */
export function compile(source: string, variant: Variant): string {
  const plugins =
    variant === 'untouched' ? [] : [[greenlets, { mark: 'all', patch: false, stress: variant === 'stress' }]];
  const options = {
    configFile: false,
    babelrc: false,
    filename: 'marked.js',
    sourceType: 'script',
    compact: false,
  } as const;
  return transformSync(source, { ...options, plugins })?.code ?? '';
}

/** Runs the pair of files: a line for each call of `log`, and for everything that is wrong whatever the program does. */
export async function execute(code: string, variant: Variant): Promise<string[]> {
  const lines: string[] = [];
  const promises: Promise<void>[] = [];
  const tools = {
    log: (...values: unknown[]) => lines.push(values.map(show).join(' ')),
    why: (error: unknown) => (error instanceof Error ? error.name : show(error)),
    see: (value: unknown) => {
      if (isInternal(value)) lines.push('LEAK: unmarked code got an internal value');
      return value;
    },
    rethrow: (error: unknown) => {
      if (error instanceof Refused) throw error;
      return error instanceof Error ? error.name : show(error);
    },
    refusal: () => new Refused('cannot suspend here'),
    done: (promise: Promise<unknown>) => promises.push(settle(promise, lines, promises.length)),
    otherRealm: (source: string) => runInNewContext(source) as unknown,
    suspend: variant === 'untouched' ? (value: unknown) => value : suspend,
  };
  try {
    const u = load(UNMARKED, tools);
    start(load(`${code}\nreturn main;`, { ...tools, u, require: () => internal }) as () => unknown, variant);
  } catch (error) {
    lines.push(`threw ${tools.why(error)}`);
  }
  await Promise.all(promises);
  if (variant !== 'untouched') lines.push(...findTraces());
  return lines;
}

async function settle(promise: Promise<unknown>, lines: string[], number: number): Promise<void> {
  try {
    const value = await promise;
    if (isInternal(value)) lines.push('LEAK: a promise got an internal value');
    lines.push(`promise ${number} ${show(value)}`);
  } catch (error) {
    lines.push(`promise ${number} ${error instanceof Error ? error.name : show(error)}`);
  }
}

function isInternal(value: unknown): boolean {
  if (value === SUSPENDED) return true;
  return (
    typeof value === 'object' && value !== null && Object.getOwnPropertyDescriptor(value, 'value')?.value === SUSPENDED
  );
}

function load(code: string, globals: Record<string, unknown>): unknown {
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- running generated programs is the point
  const evaluate = new Function(...Object.keys(globals), code);
  return (evaluate as (...values: unknown[]) => unknown)(...Object.values(globals));
}

function start(main: () => unknown, variant: Variant): void {
  if (variant === 'untouched') main();
  else new Greenlet(main).switch();
}

/** Blocks: it really leaves the greenlet, which is resumed with `value`. */
function suspend(value: unknown): unknown {
  if (link.to !== suspend || link.border > 0) throw new Refused('cannot suspend here');
  link.to = null;
  return bounce(value);
}

function show(value: unknown): string {
  return typeof value === 'string' ? value : inspect(value, { depth: 2, breakLength: Infinity }).slice(0, 200);
}

/** Whatever a program left in the registers, which would be taken for something else later. */
function findTraces(): string[] {
  const expected = { to: null, frame: null, given: null, border: 1 };
  const traces = Object.entries(expected).filter(([register, value]) => link[register as 'border'] !== value);
  Object.assign(link, { to: null, given: null, border: 1 });
  Object.assign(link.registers, { frame: null, throwing: false, value: undefined });
  return traces.map(([register]) => `LEAK: something is left in link.${register}`);
}
