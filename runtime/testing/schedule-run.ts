import { stacks } from '../contract/stacks/state.ts';
import { getCurrent, type Greenlet } from '../core/greenlet.ts';
import { createGreenlet } from '../greenlets/spawning/create-greenlet.ts';
import type { Greenlet as LibraryGreenlet } from '../greenlets/greenlet.ts';
import { makeName, nameOf, naming } from '../core/names/greenlet-names.ts';
import { hub } from '../hub/index.ts';
import { loopExit } from '../graph/deadlocks/deadlock.ts';
import { Recorder, type Choice, type Chooser } from './choices.ts';
import { ExploringQueue } from './worlds/exploring-queue.ts';
import { Mishaps, type Faults } from './mishaps.ts';
import { promiseWaits } from './promise-waits.ts';
import type { OutsideWorld } from './worlds/outside-world.ts';
import type { Story } from './story.ts';
import { realTurn, VirtualWorld } from './worlds/virtual-world.ts';

export interface RunOptions {
  readonly faults: Faults;
  /** Whether greenlets that have not ended when the test has are a failure. */
  readonly leaks: boolean;
  /** After how many steps a schedule counts as endless. */
  readonly maxSteps: number;
}

export const DEFAULT_MAX_STEPS = 10_000;

/** Nothing but real I/O can go on when a virtual world is at rest: so many turns of the real event loop are left for it. */
const PATIENCE = 2;
const PATIENCE_FOR_PROMISES = 200;

/** One run of a test, in which a chooser says what happens next. */
export class ScheduleRun {
  readonly recorder: Recorder;
  readonly #options: RunOptions;
  readonly #outside: OutsideWorld;
  readonly #story: Story | null;
  readonly #world = new VirtualWorld((cases) => this.#pick(cases));
  readonly #queue: ExploringQueue;
  readonly #reported: unknown[] = [];
  readonly #mishaps: Mishaps;
  /** Waits for promises which these could have answered already while others were ready. */
  readonly #passed = new WeakSet<object>();
  #steps = 0;
  #isStuck = false;

  constructor(chooser: Chooser, options: RunOptions, outside: OutsideWorld, story: Story | null = null) {
    this.recorder = new Recorder(chooser);
    this.#options = options;
    this.#outside = outside;
    this.#queue = new ExploringQueue((greenlets) => this.#decide(greenlets), this.#world, outside);
    this.#story = story;
    this.#mishaps = new Mishaps(options.faults);
  }

  /** Runs the test; returns what has gone wrong, if anything. */
  async run(test: () => unknown): Promise<{ readonly error: unknown } | null> {
    const { onError } = hub;
    const { count } = naming;
    naming.count = 0;
    hub.useReadyQueue(this.#queue);
    hub.useHost(this.#world);
    hub.onError = (error) => void this.#reported.push(error);
    try {
      const main = createGreenlet(test, []);
      makeName(main, 'the test');
      this.#mishaps.begin(main);
      this.#story?.begin();
      main.observe();
      main.start();
      await this.#untilRest(main);
      return this.#judge(main);
    } finally {
      this.#queue.end();
      this.#mishaps.end();
      this.#story?.end();
      hub.onError = onError;
      naming.count = count;
    }
  }

  async #untilRest(main: LibraryGreenlet): Promise<void> {
    let turnsAtRest = 0;
    for (;;) {
      this.#untraced(() => this.#world.runJobs());
      if (this.#isOver(main)) return;
      if (!this.#world.hasJobs && this.#goWrong(this.#mishaps.faultsBeforePromises)) continue;
      await realTurn();
      this.#outside.assertNotGivenUp();
      if (this.#world.hasJobs) {
        turnsAtRest = 0;
        continue;
      }
      if (main.ready()) return;
      // Only once: how many turns real I/O takes is not the same in each run.
      const hasGoneWrong = turnsAtRest === 0 && this.#goWrong(this.#mishaps.faults);
      const hasJumped = !hasGoneWrong && this.#untraced(() => this.#world.fireNextTimer());
      if (hasGoneWrong || hasJumped || this.#tellIdle()) turnsAtRest = 0;
      else if (++turnsAtRest > this.#patience) return;
    }
  }

  /**
   * Errors are traced through greenlets only in the run that is told, since nobody sees most of those that other runs throw. What is said of
   * deadlocks has its lines in any case.
   */
  #untraced<T>(callback: () => T): T {
    const { tracer } = stacks;
    if (this.#story === null && !this.#isStuck) stacks.tracer = null;
    try {
      return callback();
    } finally {
      stacks.tracer = tracer;
    }
  }

  #tellIdle(): boolean {
    this.#isStuck = true;
    return this.#world.tellIdle();
  }

  /** Nobody is ready. Returns whether something has happened before time goes on, or promises are settled. */
  #goWrong(faults: readonly Choice[]): boolean {
    if (faults.length === 0) return false;
    const choices: Choice[] = [{ kind: 'time', greenlet: null }, ...faults];
    const choice = choices[this.recorder.choose(choices)];
    if (choice === undefined || choice.kind === 'time') return false;
    this.#happen(choice);
    return true;
  }

  #isOver(main: LibraryGreenlet): boolean {
    if (this.#isEndless) return true;
    return main.ready() && [...hub.live].length === 0;
  }

  get #isEndless(): boolean {
    return this.#steps > this.#options.maxSteps;
  }

  get #patience(): number {
    return promiseWaits().length > 0 ? PATIENCE_FOR_PROMISES : PATIENCE;
  }

  #judge(main: LibraryGreenlet): { readonly error: unknown } | null {
    if (this.#isEndless)
      return { error: new Error(`the test takes more than ${String(this.#options.maxSteps)} steps`) };
    if (!main.ready()) return { error: loopExit() };
    if (!main.successful()) return { error: main.exception };
    if (this.#reported.length > 0) return { error: this.#reported[0] };
    const left = [...hub.live];
    if (!this.#options.leaks || left.length === 0) return null;
    return { error: new Error(`greenlets are left when the test has ended: ${left.map(nameOf).join(', ')}`) };
  }

  #decide(greenlets: readonly Greenlet[]): Greenlet | 'again' | 'later' | null {
    if (++this.#steps > this.#options.maxSteps) return null;
    const choices: Choice[] = greenlets.map((greenlet) => ({ kind: 'run', greenlet }));
    if (this.#areNewPromises()) choices.push({ kind: 'promises', greenlet: null });
    choices.push(...this.#mishaps.events);
    const choice = choices[choices.length === 1 ? 0 : this.recorder.choose(choices)] as Choice;
    if (choice.kind === 'run') return choice.greenlet;
    if (choice.kind === 'promises') return this.#letPromisesAnswer();
    this.#happen(choice);
    return 'again';
  }

  /** Whether somebody waits for a promise that has not had its turn yet. It has one turn for each: nobody knows whether it is settled. */
  #areNewPromises(): boolean {
    return promiseWaits().some((wait) => wait.pending && !this.#passed.has(wait));
  }

  #letPromisesAnswer(): 'later' {
    for (const wait of promiseWaits()) this.#passed.add(wait);
    this.#story?.noteEvent('promises answer', null);
    this.#world.pause();
    return 'later';
  }

  /** Which case a `select` does is a choice like any other. */
  #pick(cases: readonly number[]): number {
    const greenlet = getCurrent();
    const index = cases[this.recorder.choose(cases.map(() => ({ kind: 'case', greenlet })))] as number;
    this.#story?.noteCase(index);
    return index;
  }

  #happen(choice: Choice): void {
    if (choice.kind === 'time') {
      this.#story?.noteEvent('the clock jumps to the next timer', null);
      this.#world.advance(Math.max(0, hub.nextExpiry ?? 0));
      hub.expireTimers();
      return;
    }
    const { greenlet } = choice;
    this.#story?.noteEvent(this.#mishaps.wordsFor(choice), greenlet);
    this.#mishaps.happen(choice);
  }
}
