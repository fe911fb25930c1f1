import { expected } from '../core/errors/expected.ts';
import type { Faults } from './mishaps.ts';
import { DEFAULT_MAX_STEPS, type RunOptions } from './schedule-run.ts';

/** What a string says of a run: who goes on at each choice, and what changes how it goes. */
export interface Schedule {
  readonly indices: readonly number[];
  readonly faults: Faults;
  readonly leaks?: boolean;
  readonly maxSteps?: number;
}

const NUMBERS = /^\d+(?:\.\d+)*$/;
const FLAGS = ['timeouts', 'leaks'];
const COUNTS = ['kills', 'failures', 'maxSteps'];

/** As a string, for whoever wants to see the same once more: `0.2.1 kills=1`. */
export function scheduleOf(indices: readonly number[], { faults, leaks, maxSteps }: RunOptions): string {
  const { timeouts = false, kills = 0, failures = 0 } = faults;
  const words = [
    indices.join('.') || '0',
    timeouts && 'timeouts',
    kills > 0 && `kills=${String(kills)}`,
    failures > 0 && `failures=${String(failures)}`,
    leaks && 'leaks',
    maxSteps !== DEFAULT_MAX_STEPS && `maxSteps=${String(maxSteps)}`,
  ];
  return words.filter((word) => word !== false).join(' ');
}

/** @throws {TypeError} if it is no string of that kind */
export function parseSchedule(schedule: string): Schedule {
  const [numbers = '', ...words] = typeof schedule === 'string' ? schedule.split(' ') : [];
  const options = words.map(parseWord);
  if (!NUMBERS.test(numbers) || options.includes(null)) {
    throw expected('a schedule such as "0.1.2 kills=1"', schedule);
  }
  const { leaks, maxSteps, ...faults } = Object.assign({}, ...options) as Faults & Omit<Schedule, 'indices' | 'faults'>;
  return {
    // What `scheduleOf` says of no choices at all.
    indices: numbers === '0' ? [] : numbers.split('.').map(Number),
    faults,
    ...(leaks !== undefined && { leaks }),
    ...(maxSteps !== undefined && { maxSteps }),
  };
}

/** Null if it is not understood. */
function parseWord(word: string): object | null {
  if (FLAGS.includes(word)) return { [word]: true };
  const [name = '', text = '', ...rest] = word.split('=');
  const value = Number(text);
  return rest.length === 0 && COUNTS.includes(name) && value > 0 ? { [name]: value } : null;
}
