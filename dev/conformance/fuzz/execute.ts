import { Greenlet } from 'greenlets/core';
import * as internal from 'greenlets/internal';
import { describeError, show } from './show.ts';
import type { Variant } from './compile.ts';

/** What a program did. */
export interface Run {
  lines: string[];
  /** It was stopped because it ran for too long. */
  stopped: boolean;
}

/** An async function of the program, to be run after its main function. */
type Task = () => Promise<unknown>;

const { link, bounce } = internal;
const MAX_TASKS = 10;
/** Until a task counts as one that waits for nothing. */
const MAX_MILLISECONDS = 2000;
const MAX_STEPS = 1500;
const MAX_LINES = 1500;
const MAX_LENGTH = 5000;
/** More than any program asks for: one that is re-entered at the wrong place may suspend for ever. */
const MAX_SUSPENSIONS = 20_000;

let suspensions = 0;

/** Ends a program that runs for too long; it goes on throwing, so that no `catch` keeps the program alive. */
class Budget {
  left = MAX_STEPS;

  get step(): undefined {
    if (this.left-- <= 0) throw new EvalError('out of steps');
    return undefined;
  }
}

/** Runs the code of a program: plainly, or in a greenlet. */
export async function execute(code: string, variant: Variant): Promise<Run> {
  const lines: string[] = [];
  const budget = new Budget();
  const tasks: Task[] = [];
  suspensions = 0;
  const restore = hideFunctionTexts();
  try {
    const main = load(code, {
      ...helpers(lines, budget),
      later: (task: Task) => tasks.length < MAX_TASKS && tasks.push(task),
      suspend: variant === 'untouched' ? namesake(suspend, checked) : suspend,
    });
    lines.push(`returned ${show(start(main, variant))}`);
    for (const task of tasks) lines.push(`task ${await outcomeOf(task)}`);
  } catch (error) {
    lines.push(`threw ${show(error)}`);
  } finally {
    restore();
  }
  if (variant !== 'untouched') lines.push(...findTraces());
  return { lines, stopped: budget.left < 0 };
}

/** One is run after the other. The compiler keeps no promise about the order in which tasks take turns. */
async function outcomeOf(task: Task): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => (timer = setTimeout(resolve, MAX_MILLISECONDS, 'did not end')));
  try {
    return await Promise.race([task().then((value) => `returned ${show(value)}`), late]);
  } catch (error) {
    return `threw ${show(error)}`;
  } finally {
    clearTimeout(timer);
  }
}

/** The text of a function is what compiling changes. Returns what to call afterwards. */
function hideFunctionTexts(): () => void {
  const original = Object.getOwnPropertyDescriptor(Function.prototype, 'toString') ?? {};
  Object.defineProperty(Function.prototype, 'toString', { ...original, value: describeFunction });
  return () => Object.defineProperty(Function.prototype, 'toString', original);
}

function describeFunction(this: () => unknown): string {
  return `function ${this.name}`;
}

function start(main: () => unknown, variant: Variant): unknown {
  return variant === 'untouched' ? main() : new Greenlet(main).switch();
}

function load(code: string, globals: Record<string, unknown>): () => unknown {
  const require = (): unknown => internal;
  const names = Object.keys(globals);
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- running generated programs is the point
  const evaluate = new Function(...names, 'require', `${code}\nreturn main;`);
  return (evaluate as (...values: unknown[]) => () => unknown)(...Object.values(globals), require);
}

function helpers(lines: string[], budget: Budget): Record<string, unknown> {
  const log = (...values: unknown[]): void => {
    if (lines.length >= MAX_LINES) budget.left = 0;
    else lines.push(values.map(show).join(' '));
  };
  const say = <T>(value: T): T => {
    log('say', value);
    return checked(value);
  };
  const why = (error: unknown): unknown => (error instanceof Error ? describeError(error) : error);
  return { log, say, why, budget };
}

/** Programs that double a string in a loop fail early. */
function checked<T>(value: T): T {
  if (typeof value === 'string' && value.length > MAX_LENGTH) throw new RangeError('too long');
  return value;
}

/** `implementation`, which looks like `original` to the program. */
function namesake(
  original: (value: unknown) => unknown,
  implementation: (value: unknown) => unknown,
): (value: unknown) => unknown {
  return Object.defineProperty((value: unknown) => implementation(value), 'name', { value: original.name });
}

/** Blocks: it really leaves the greenlet, which is resumed with `value`. */
function suspend(value: unknown): unknown {
  if (link.to !== suspend || link.border > 0) throw new Error('cannot suspend here');
  if (++suspensions > MAX_SUSPENSIONS) throw new Error('suspended too often');
  link.to = null;
  return bounce(checked(value));
}

/** Whatever a program left in the registers, which would be taken for something else later. */
function findTraces(): string[] {
  const traces = Object.entries({ to: null, frame: null, border: 1 }).filter(
    ([register, expected]) => link[register as 'border'] !== expected,
  );
  Object.assign(link, { to: null, border: 1 });
  Object.assign(link.registers, { frame: null, throwing: false, value: undefined });
  return traces.map(([register]) => `left something in link.${register}`);
}
