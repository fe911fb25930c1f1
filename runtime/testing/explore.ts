import { describeError } from '../core/errors/describe-error.ts';
import { checkCount, checkFlag } from '../core/errors/check.ts';
import { expected } from '../core/errors/expected.ts';
import { checkOptions } from '../core/errors/options.ts';
import { defaultHost } from '../hub/host/default-host.ts';
import { assertCallback } from '../waiting/links/linkable.ts';
import { differenceBetween, Replay, type Chooser, type Decision, type Strategy } from './choices.ts';
import type { Faults } from './mishaps.ts';
import { OutsideWorld } from './worlds/outside-world.ts';
import { parseSchedule, scheduleOf } from './schedule.ts';
import { DEFAULT_MAX_STEPS, ScheduleRun, type RunOptions } from './schedule-run.ts';
import { indicesOf, shrink, type Attempt } from './shrink.ts';
import { Story } from './story.ts';
import { ExhaustiveStrategy, PriorityStrategy, RandomStrategy } from './strategies.ts';
import { VirtualWorld } from './worlds/virtual-world.ts';

/** Options of `explore`. */
export interface ExploreOptions {
  /** How schedules are chosen. `random` by default: every choice with equal odds; `pct`: by priorities; `exhaustive`: all, one by one. */
  readonly strategy?: 'random' | 'pct' | 'exhaustive';
  /** For `random` and `pct`: the same seed leads to the same schedules. 1 by default. */
  readonly seed?: number;
  /** How many schedules are tried at most: 1000 by default, any number if there are `seconds`. */
  readonly schedules?: number;
  /** For how long schedules are tried at most, in real time; one is run in any case. */
  readonly seconds?: number;
  /** Only this schedule is run, as an error has named it. It says which faults there were, and other options that matter. */
  readonly schedule?: string;
  /** What may go wrong besides; nothing by default. */
  readonly faults?: Faults;
  /** Whether it is a failure if greenlets have not ended when the test has; not by default. */
  readonly leaks?: boolean;
  /** After how many steps a schedule counts as endless; 10,000 by default. */
  readonly maxSteps?: number;
}

/** What was explored without a failure. */
export interface Exploration {
  /** How many schedules have been run. */
  readonly schedules: number;
  /** Whether there is no other schedule. */
  readonly exhausted: boolean;
}

/** A schedule in which a test fails. `cause`: what it fails with. */
export class ExplorationError extends Error {
  override readonly name = 'ExplorationError';
  /** For the option of that name: runs the same once more. */
  readonly schedule: string;
  /** What happens in it, step by step. */
  readonly story: readonly string[];
  /** How many schedules had been run when it was found. */
  readonly schedules: number;

  constructor(cause: unknown, schedule: string, story: readonly string[], schedules: number, explanation?: string) {
    const what = describeError(cause);
    super(`${what}\n\n${explanation ?? told(schedule, story)}`, { cause });
    this.schedule = schedule;
    this.story = story;
    this.schedules = schedules;
  }
}

function told(schedule: string, story: readonly string[]): string {
  return `It fails like this:\n${numbered(story)}\n\nTo run this once more: explore(test, { schedule: '${schedule}' })`;
}

function numbered(lines: readonly string[]): string {
  return lines.map((line, at) => `  ${String(at + 1)}. ${line}`).join('\n');
}

const OPTIONS = ['strategy', 'seed', 'schedules', 'seconds', 'schedule', 'faults', 'leaks', 'maxSteps'];
const FAULTS = ['timeouts', 'kills', 'failures'];
const DEFAULT_SCHEDULES = 1000;

const strategies = {
  random: (seed: number): Strategy => new RandomStrategy(seed),
  pct: (seed: number): Strategy => new PriorityStrategy(seed),
  exhaustive: (): Strategy => new ExhaustiveStrategy(),
};

/**
 * Runs a test again and again, each time with another order in which its greenlets go on, and so finds races, deadlocks and lost wake-ups that
 * show only now and then otherwise. Each run is in a world of its own, without real time; see `virtualTime`. A run fails if the test throws, if it
 * cannot end, or if a greenlet has failed and nobody has asked for its error.
 *
 * A schedule that fails is made as short as possible, and told as a story.
 *
 * The test must make everything anew that its greenlets share, and must depend on nothing but their order: not on `Math.random`, nor on real
 * time. Greenlets that wait when a run has ended are dropped: their `finally` blocks do not run.
 *
 * ```js
 * test('transfers lose no money', () =>
 *   explore(() => {
 *     const bank = new Bank();
 *     joinAll([spawn(() => bank.transfer('a', 'b', 5)), spawn(() => bank.transfer('b', 'a', 3))]);
 *     expect(bank.total).toBe(100);
 *   }));
 * ```
 *
 * @throws {ExplorationError} if there is a schedule in which the test fails
 * @throws {Error} if the schedule that was asked for does not fit the test
 * @throws {Error} if another `virtualTime` or `explore` is under way; if that has been so for a second, its test counts as given up, and ends
 * @throws {TypeError} if an argument has the wrong type, or there is an option that does not exist
 */
export async function explore(test: () => unknown, options: ExploreOptions = {}): Promise<Exploration> {
  assertCallback(test);
  checkOptions(options, OPTIONS);
  const plan = planOf(options);
  const outside = await OutsideWorld.leave(new VirtualWorld());
  try {
    return await new Explorer(test, plan, outside).explore();
  } finally {
    outside.goBack();
  }
}

function checkFaults(faults: Faults): void {
  checkOptions(faults, FAULTS);
  const { timeouts, kills = 0, failures = 0 } = faults;
  checkFlag(timeouts, 'timeouts');
  checkCount(kills, 'kills');
  checkCount(failures, 'failures');
}

/** A test that tries nothing would find nothing. */
function checkPositive(value: unknown, name: string): void {
  if (value !== undefined && !(typeof value === 'number' && value > 0))
    throw expected(`a number above 0 as \`${name}\``, value);
}

/** What is to be done, once the options are known to be right. */
interface Plan {
  readonly options: RunOptions;
  readonly strategy: Strategy;
  /** The only one to be run, as it was given; null if others are to be found. */
  readonly schedule: { readonly text: string; readonly indices: readonly number[] } | null;
  readonly limit: number;
  readonly milliseconds: number;
}

function planOf(options: ExploreOptions): Plan {
  const {
    strategy = 'random',
    seed = 1,
    schedules,
    seconds = Infinity,
    schedule,
    faults = {},
    leaks = false,
    maxSteps = DEFAULT_MAX_STEPS,
  } = options;
  checkFaults(faults);
  checkFlag(leaks, 'leaks');
  if (!Object.hasOwn(strategies, strategy)) throw expected("'random', 'pct' or 'exhaustive' as the strategy", strategy);
  if (!Number.isFinite(seed)) throw expected('a number as the seed', seed);
  for (const [name, value] of Object.entries({ schedules, seconds, maxSteps })) checkPositive(value, name);
  const replayed = schedule === undefined ? null : { ...parseSchedule(schedule), text: schedule };
  return {
    options: { leaks, maxSteps, ...replayed, faults: { ...faults, ...replayed?.faults } },
    strategy: strategies[strategy](seed),
    schedule: replayed,
    limit: schedules ?? (seconds === Infinity ? DEFAULT_SCHEDULES : Infinity),
    milliseconds: seconds * 1000,
  };
}

class Explorer {
  readonly #test: () => unknown;
  readonly #plan: Plan;
  readonly #outside: OutsideWorld;

  constructor(test: () => unknown, plan: Plan, outside: OutsideWorld) {
    this.#test = test;
    this.#plan = plan;
    this.#outside = outside;
  }

  async explore(): Promise<Exploration> {
    const { strategy, schedule, limit, milliseconds } = this.#plan;
    if (schedule !== null) return this.#replay(schedule.text, schedule.indices);
    const end = defaultHost.now() + milliseconds;
    let count = 0;
    while (count === 0 || (count < limit && defaultHost.now() < end)) {
      const chooser = strategy.next();
      if (chooser === null) return { schedules: count, exhausted: true };
      const run = this.#prepare(chooser);
      const failure = await run.run(this.#test);
      const { trail } = run.recorder;
      count++;
      if (failure !== null) throw await this.#explain(trail, failure.error, count);
      strategy.learn(trail);
    }
    return { schedules: count, exhausted: strategy.next() === null };
  }

  async #replay(text: string, indices: readonly number[]): Promise<Exploration> {
    const story = new Story();
    const misfits: string[] = [];
    const replay = new Replay(indices, (problem) => {
      misfits.push(`${problem}\nUntil then:\n${numbered(story.lines)}`);
    });
    const failure = await this.#prepare(replay, story).run(this.#test);
    replay.end();
    const [misfit] = misfits;
    if (misfit !== undefined) throw new Error(`the schedule '${text}' does not fit this test: ${misfit}`);
    if (failure !== null)
      throw new ExplorationError(failure.error, scheduleOf(indices, this.#plan.options), story.lines, 1);
    return { schedules: 1, exhausted: false };
  }

  async #explain(trail: readonly Decision[], error: unknown, count: number): Promise<ExplorationError> {
    let failing = trail;
    const attempt: Attempt = async (indices) => {
      const run = await this.#run(indices, null);
      const fails = run.failure !== null;
      if (fails) failing = run.trail;
      return { fails, trail: run.trail };
    };
    const again = await this.#run(indicesOf(trail), null);
    if (again.failure === null) return this.#tellOfChance(trail, again.trail, error, count);
    const shortest = await shrink(trail, attempt);
    const story = new Story();
    const last = await this.#run(shortest, story);
    if (last.failure === null) return this.#tellOfChance(failing, last.trail, error, count);
    return new ExplorationError(last.failure.error, this.#scheduleOf(last.trail), story.lines, count);
  }

  /** A failure that does not come again when its schedule is run once more. */
  #tellOfChance(
    first: readonly Decision[],
    second: readonly Decision[],
    error: unknown,
    count: number,
  ): ExplorationError {
    const schedule = this.#scheduleOf(first);
    const difference = differenceBetween(first, second) ?? 'all choices were the same';
    const explanation =
      `The test is not deterministic: it failed, and passed when it was run once more with the schedule '${schedule}'. ` +
      `${difference.charAt(0).toUpperCase()}${difference.slice(1)}. ` +
      'It may depend on `Math.random()`, on real time, on real files or sockets, or on what earlier runs have left.';
    return new ExplorationError(error, schedule, [], count, explanation);
  }

  #scheduleOf(trail: readonly Decision[]): string {
    return scheduleOf(indicesOf(trail), this.#plan.options);
  }

  #prepare(chooser: Chooser, story: Story | null = null): ScheduleRun {
    return new ScheduleRun(chooser, this.#plan.options, this.#outside, story);
  }

  async #run(indices: readonly number[], story: Story | null): Promise<Outcome> {
    const run = this.#prepare(new Replay(indices), story);
    const failure = await run.run(this.#test);
    return { failure, trail: run.recorder.trail };
  }
}

interface Outcome {
  readonly failure: { readonly error: unknown } | null;
  readonly trail: readonly Decision[];
}
