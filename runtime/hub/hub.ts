import { createRegisters, link } from '../contract/link.ts';
import { GreenletExit } from '../core/errors/errors.ts';
import type { Greenlet } from '../core/greenlet.ts';
import { lost } from '../core/switching/lost.ts';
import { DEAD, NEW } from '../core/switching/phase.ts';
import { drive } from '../core/switching/trampoline.ts';
import { defaultHost } from './host/default-host.ts';
import type { StuckGreenlet } from './errors/errors.ts';
import type { Context, Host } from './host/host.ts';
import { Failures } from './errors/failures.ts';
import { LiveGreenlets, type Live } from './live-greenlets.ts';
import { Mailbox } from './mailbox.ts';
import { reportOnConsole, type ErrorHandler } from './errors/report.ts';
import { timeKeeping } from './time-keeping.ts';
import { told } from './told.ts';
import { Ring } from './ring.ts';
import type { ReadyQueue, Task } from './task.ts';
import type { Expirable, Timer } from './time/timers.ts';
import type { World } from './world.ts';

const DEFAULT_SWITCH_INTERVAL = 5;
const DEFAULT_OPEN_FILE_LIMIT = 64;
/** How many tasks run between two looks at the clock. */
const TASKS_PER_LOOK = 50;
/** How many short passes in microtasks run between two looks at the clock, which takes longer than such a pass itself. */
const PASSES_PER_LOOK = 8;

/** See `Hub.explainer`. */
export interface Explainer {
  /** Every greenlet that has not ended, and what it waits for. */
  listStuck(): StuckGreenlet[];
  /** What waits for what in a circle, in words; empty if nothing does. */
  explain(): string;
}

/**
 * The scheduler: runs what is ready, first come, first served, and sleeps in the host's event loop otherwise.
 *
 * A *pass* empties the ready queue, tasks added meanwhile included, but gives the host its turn after the switch
 * interval, so that I/O is not starved. Timers expire between passes.
 *
 * Source: gevent's hub and its one queue of callbacks.
 */
export class Hub {
  /** Every greenlet that the hub has started, or is to start, and that has not ended, in the order of their starts. */
  readonly live = new LiveGreenlets();
  /** Tells more of those that are stuck than the calls in which they wait; null where a bundle has left that out. */
  explainer: Explainer | null = null;
  /** How many greenlets with a result have ended. */
  endings = 0;
  /** How often a greenlet has begun or gone on. */
  slices = 0;
  readonly mailbox = new Mailbox();
  /** The default error handler: the console, and the exit code. */
  readonly report: ErrorHandler = (error, greenlet) => {
    this.failures.add(greenlet, this.#host.fail);
    reportOnConsole(error, greenlet);
  };
  onError: ErrorHandler = this.report;
  /** Finds another handler for an error, for the greenlet or the class of the error; null if there is none. */
  handlerFor: ((error: unknown, greenlet: Greenlet | null) => ErrorHandler | null) | null = null;
  /** What was reported in that way. */
  readonly failures = new Failures();
  /** Whether who is ready runs in the order of their coming. */
  isInOrder = true;
  switchInterval = DEFAULT_SWITCH_INTERVAL;
  openFileLimit = DEFAULT_OPEN_FILE_LIMIT;
  /** The world that is to go on later, while the hub is in another one; null if there is none. */
  aside: World | null = null;

  #host: Host = defaultHost;
  #clock = timeKeeping.createClock(this.#host, () => this.#turnInTask());
  #turn = this.#createTurn(false);
  #turnInTask = this.#createTurn(true);
  #ready: ReadyQueue = new Ring<Task>();
  /** A pass is under way or has been requested from the host. */
  #passing = false;
  #sliceEnd = 0;
  #lastLook = 0;
  /** How many passes need not look at the clock. */
  #unlookedPasses = 0;

  get host(): Host {
    return this.#host;
  }

  /** For tests: schedules in another world from now on. Whatever was pending is forgotten. */
  useHost(host: Host): void {
    this.#clock.disarm();
    this.#host = host;
    this.#goBy(timeKeeping.createClock(host, () => this.#turnInTask()));
    this.#ready.clear();
    this.#passing = false;
    this.#sliceEnd = 0;
    this.#lastLook = 0;
    this.#unlookedPasses = 0;
    this.live.clear();
    told.moved?.();
  }

  /** For tests: schedules in another world until `goBack`. What is pending in this one goes on then, as `aside`. */
  goAside(host: Host): World {
    const { host: left, isInOrder } = this;
    const world = { host: left, clock: this.#clock, ready: this.#ready, isInOrder, greenlets: [...this.live] };
    this.aside = world;
    this.useReadyQueue(null);
    this.useHost(host);
    return world;
  }

  /** Forgets this world, and goes on in the one that was left. */
  goBack({ host, clock, ready, isInOrder, greenlets }: World): void {
    this.useHost(host);
    this.aside = null;
    this.#goBy(clock);
    this.#ready = ready;
    this.isInOrder = isInOrder;
    for (const greenlet of greenlets) if (greenlet.phase !== DEAD) this.live.add(greenlet);
    if (ready.length > 0) this.#requestPass();
    else this.#sleep();
  }

  /** For tests: who is ready waits in `ready` from now on, which says whose turn it is; null for the order of their coming. */
  useReadyQueue(ready: ReadyQueue | null, isInOrder = ready === null): void {
    this.#ready = ready ?? new Ring<Task>();
    this.isInOrder = isInOrder;
  }

  /** How many tasks wait for their turn. */
  get readyCount(): number {
    return this.#ready.length;
  }

  /** In how many ms the next timer expires; undefined if there is none. */
  get nextExpiry(): number | undefined {
    return this.#clock.delay;
  }

  /** What is to expire one day, in no order. */
  get expirables(): readonly Expirable[] {
    return this.#clock.targets;
  }

  /** Expires the timers that are due, at once. */
  expireTimers(): void {
    this.#clock.expireDue();
  }

  /** Lets a task run after all that are ready now. Never runs anything itself; may be called from anywhere. */
  enqueue(task: Task): void {
    this.#ready.push(task);
    if (!this.#passing) this.#requestPass();
  }

  /**
   * For callbacks that the host calls with nothing below them: begins a pass, so that what they make ready need not wait for
   * one. Returns whether `closePass` is to be called; not if there is one already, or it is the host's turn.
   *
   * @param slice what `slice` was when the host was asked for this callback, if it was to come after a turn of the host: if that slice
   *   is over, the host has had that turn since, and need not be given another one
   */
  openPass(slice?: number): boolean {
    if (this.#passing || link.home !== null) return false;
    if (this.#isSliceOver()) {
      if (slice !== this.#sliceEnd) return false;
      this.#beginSlice();
    }
    this.#passing = true;
    return true;
  }

  /** Tells slices of time apart: whoever asks the host for a callback in another turn gives it to `openPass` there. */
  get slice(): number {
    return this.#sliceEnd;
  }

  /** Ends the pass that `openPass` has begun: what is ready runs. */
  closePass(): void {
    this.#pass();
  }

  /** Runs a task once the host has had its turn. */
  enqueueNextTurn(task: Task): void {
    const ready = this.#ready;
    this.#host.setImmediate(() => {
      // Another world may have come meanwhile: the task belongs to this one.
      if (ready === this.#ready) this.#execute(task);
      else ready.push(task);
    });
  }

  /**
   * @param ms at most the next pass for 0 and less
   * @param ref whether the timer alone keeps the process alive
   */
  addTimer(ms: number, target: Expirable, ref: boolean): Timer {
    const timer = this.#clock.add(ms, target, ref);
    if (!this.#passing) this.#sleep();
    return timer;
  }

  cancelTimer(timer: Timer): void {
    this.#clock.remove(timer);
    if (this.aside !== null) this.aside.clock.remove(timer);
    if (!this.#passing) this.#sleep();
  }

  /** Takes a greenlet that is started into the books. */
  remember(greenlet: Greenlet & Live): void {
    this.live.add(greenlet);
    told.started?.(greenlet);
  }

  /** Takes an ended greenlet off the books. A `GreenletExit` is no failure: somebody wanted that end. */
  forget(greenlet: Greenlet & Live, failed: boolean, result: unknown): void {
    this.live.remove(greenlet);
    told.ended?.(greenlet, failed && !(result instanceof GreenletExit), result);
  }

  captureContext(): Context | null {
    const context = this.#host.captureContext?.() ?? null;
    if (context !== null) link.contexts = true;
    return context;
  }

  /** Runs a greenlet until it waits, switches back or dies. What it leaves uncaught is reported. */
  resume(greenlet: Greenlet, context: Context | null, value?: unknown, throwing = false): void {
    // The hub may be turned from any context, that of another greenlet for example.
    const scope = context ?? this.#host.captureEmptyContext?.() ?? null;
    // Only those who have been told that it runs are told that it pauses.
    const { paused } = told;
    this.slices++;
    told.resumed?.(greenlet);
    try {
      if (scope === null) drive(greenlet, value, throwing, true);
      else scope.runInAsyncScope(drive, undefined, greenlet, value, throwing, true);
    } catch (error) {
      this.handleError(error, greenlet);
    }
    paused?.(greenlet);
  }

  /** Runs a new greenlet at once and up to its first wait, in the middle of whatever is running. */
  startHere(greenlet: Greenlet & Partial<Live>): void {
    // While the one that starts it is the current one: once it runs, nobody could tell who that was.
    const { paused } = told;
    try {
      if (greenlet.nextLive === null) this.remember(greenlet as Greenlet & Live);
      told.resumed?.(greenlet);
      drive(greenlet, undefined, false, true);
    } catch (error) {
      // The stack was full before it could begin. Nothing is called here that needs room.
      if (greenlet.phase === NEW) lost[lost.length] = greenlet;
      throw error;
    }
    paused?.(greenlet);
  }

  /**
   * Hands an error that nobody else will see to the error handler. A handler that fails itself changes nothing. A
   * `GreenletExit` is no error: somebody wanted that end.
   *
   * Source: `Hub.NOT_ERROR` of gevent.
   */
  handleError(error: unknown, greenlet: Greenlet | null): void {
    if (error instanceof GreenletExit) return;
    const reportBoth = (failure: unknown): void => {
      this.report(failure, null);
      this.report(error, greenlet);
    };
    try {
      const handler = this.handlerFor?.(error, greenlet) ?? this.onError;
      const result: unknown = handler(error, greenlet);
      if (result instanceof Promise) result.catch(reportBoth);
    } catch (failure) {
      reportBoth(failure);
    }
  }

  /** A microtask comes soonest, but the host never gets its turn between microtasks: only while the slice lasts. */
  #requestPass(): void {
    this.#passing = true;
    if (this.#isSliceOver()) this.#host.setImmediate(this.#turnInTask);
    else this.#host.queueMicrotask(this.#turn);
  }

  #beginSlice(): void {
    this.#sliceEnd = this.#host.now() + this.switchInterval;
  }

  #isSliceOver(): boolean {
    if (this.#unlookedPasses > 0) {
      this.#unlookedPasses--;
      return false;
    }
    const now = this.#host.now();
    if (now >= this.#sliceEnd) return true;
    if (now - this.#lastLook < this.switchInterval / PASSES_PER_LOOK) this.#unlookedPasses = PASSES_PER_LOOK - 1;
    this.#lastLook = now;
    return false;
  }

  #goBy(clock: World['clock']): void {
    this.#clock = clock;
    this.#turn = this.#createTurn(false);
    this.#turnInTask = this.#createTurn(true);
  }

  /** Anew for each world: none is turned by what another one has asked its host for. */
  #createTurn(isTask: boolean): () => void {
    const clock = this.#clock;
    return () => {
      if (clock !== this.#clock) return;
      if (isTask) this.#beginSlice();
      this.#pass();
    };
  }

  #pass(): void {
    this.#passing = true;
    // A host that is turned by hand may be turned from inside a greenlet, which must not be scheduled below itself.
    if (link.home === null) this.#runReady();
    if (this.#ready.length > 0) {
      this.#host.setImmediate(this.#turnInTask);
    } else {
      this.#passing = false;
      this.#sleep();
    }
  }

  #runReady(): void {
    link.registers = createRegisters(link.registers.current);
    this.#clock.expireDue();
    let count = 0;
    for (let task; (task = this.#ready.shift()) !== undefined;) {
      this.#execute(task);
      if (++count % TASKS_PER_LOOK === 0 && this.#host.now() >= this.#sliceEnd) return;
    }
  }

  #execute(task: Task): void {
    try {
      task.execute();
    } catch (error) {
      this.handleError(error, null);
    }
  }

  #sleep(): void {
    if (this.#clock.isDue) this.#requestTurn();
    else this.#clock.arm();
  }

  /** For timers that are due already: the host's shortest timer takes a millisecond. */
  #requestTurn(): void {
    this.#passing = true;
    this.#host.setImmediate(this.#turnInTask);
  }
}
