import { describeError } from '../core/errors/describe-error.ts';
import { onLeaving, type Leaving } from '../async/leaving.ts';
import { comesFrom } from '../cancellation/clean-up.ts';
import { cancellations } from '../contract/cancellations/cancellations.ts';
import { branded, GreenletExit, SwitchError } from '../core/errors/errors.ts';
import { expected } from '../core/errors/expected.ts';
import { checkOptions, NO_OPTIONS } from '../core/errors/options.ts';
import { counted, FACTS, shown, titleOf, type Facts } from '../graph/facts.ts';
import { setName, type NameOptions } from '../graph/names.ts';
import { OwnedWaitList } from '../graph/owned-wait-list.ts';
import { getCurrent, type Greenlet as RawGreenlet } from '../core/greenlet.ts';
import { bindStarted } from '../greenlets/spawning/bound.ts';
import { createGreenlet } from '../greenlets/spawning/create-greenlet.ts';
import { Greenlet } from '../greenlets/greenlet.ts';
import { run } from '../greenlets/run.ts';
import { hub } from '../hub/index.ts';
import { isAwaitedBy } from './emptied.ts';
import { Hold } from './hold.ts';
import { checkLimit, type Limit } from '../time/limit.ts';
import { Interrupt } from '../waiting/interrupt.ts';
import { Occurrence } from '../waiting/occurrence.ts';

/** What becomes of the other tasks when one has ended; see `TaskGroup`. */
export type TaskPolicy = 'failFast' | 'collect' | 'race';

/** Options of `TaskGroup`. */
export interface TaskGroupOptions extends NameOptions {
  /** `failFast` by default. */
  readonly policy?: TaskPolicy;
}

export const TASK_GROUP_OPTIONS: readonly string[] = ['policy', 'name'];
const POLICIES: readonly unknown[] = ['failFast', 'collect', 'race'];

/**
 * Tasks that begin in a scope, and have all ended when it is left: structured concurrency. `taskGroup` makes the scope:
 *
 * ```js
 * const [user, posts] = taskGroup((group) => {
 *   const user = group.spawn(fetchUser, id);
 *   const posts = group.spawn(fetchPosts, id);
 *   return [user.get(), posts.get()];
 * });
 * ```
 *
 * The *host* is the greenlet that makes the group. If it is killed, or ends, its tasks are killed. The policy says what happens before:
 *
 * - `failFast`: the first task that fails ends the scope. The others are killed, and the host is interrupted where it waits in the scope, by
 *   an `AggregateError` of what the tasks have failed with.
 * - `collect`: all tasks go on to their end. Then there is an `AggregateError`, if any have failed.
 * - `race`: the first task that ends with a value ends the scope, and the others are killed. The host of `taskGroup` is interrupted where it waits, unless it
 *   waits in `join`. If all fail there is an `AggregateError`, and also if there are none, as in `Promise.any`.
 *
 * A task that is killed takes along what it has started by `spawn`, unless that was started with `{ dependent: false }`. The scope lasts until that has
 * ended, too. Such a task has not failed. What a task that has ended by itself has left running goes on after the scope, and so do the members of pools and
 * other groups that it has used: they belong to those.
 *
 * The errors of tasks are those of the group. Where the group cannot throw them any more, since its host was cancelled, the block of its `using` is over, or a race has been won, the error handler gets those that nobody has asked for. It gets them as
 * well if an error or a jump of a `finally` takes the place of what has interrupted the host in a `using` block, or in one whose `finally` disposes of the
 * group. What `join` has thrown belongs to the program, as what `get` has thrown. The
 * errors of a race that came before its winner are dropped.
 *
 * A declaration `using group = new TaskGroup()` will do as well. At the end of its block it kills whatever still runs, and waits for that:
 * call `group.join()` before, to let the tasks end.
 */
export class TaskGroup<T = unknown> {
  static {
    branded(this, 'TaskGroup');
    shown(this, ['policy']);
  }
  readonly policy: TaskPolicy;
  readonly #host = hostOf(getCurrent());
  /** A host that has been cancelled since, and cleans up, is not interrupted. */
  readonly #since = cancellations.tick();
  readonly #tasks = new Set<Greenlet<T>>();
  /** What tasks have started, and was killed with them. */
  readonly #dependents = new Set<Greenlet>();
  readonly #waiting = new OwnedWaitList<boolean>(this);
  readonly #errors: unknown[] = [];
  /** Those that run, and those that have failed: the group asks for their errors, unless it is left before. */
  readonly #held = new Hold();
  #failure: AggregateError | null = null;
  /** What tells the host of the failure, as long as the scope lasts. */
  #interrupt: Interrupt | null = null;
  #winner: { readonly value: T } | null = null;
  /** Whether the host is interrupted when a race is won, and by what it was. */
  #endsHost = false;
  #victory: GreenletExit | null = null;
  #cancelled = false;
  #closed = false;
  /** Whether somebody has got the failure, to which later errors are added. */
  #given = false;
  /** How the block of its `using` is left; undefined if nothing tells. */
  #leaving: Leaving | undefined = undefined;

  /**
   * @throws {SwitchError} outside greenlets
   * @throws {TypeError} if there is an option that does not exist, or a policy
   */
  constructor(options: TaskGroupOptions = NO_OPTIONS) {
    this.policy = policyOf(options);
    setName(this, options.name === undefined ? NO_OPTIONS : { name: options.name }, new.target);
    if (this.#host instanceof Greenlet) this.#host.onEnd(this.#noticeEndOfHost);
    onLeaving(this, (leaving) => (this.#leaving = leaving));
  }

  /** How many tasks have not ended. */
  get size(): number {
    return this.#tasks.size;
  }

  /**
   * Runs `fn` in a task of its own. May be called by tasks as well. If the scope is being left already, the task never runs.
   *
   * @param args what `fn` is called with
   * @throws {Error} if the scope has been left
   * @throws {TypeError} if `fn` is not a function
   */
  spawn<Args extends unknown[], R extends T>(fn: (...args: Args) => R | PromiseLike<R>, ...args: Args): Greenlet<R> {
    if (this.#closed) throw new Error('the scope of this task group has been left: nothing can be spawned any more');
    const task = createGreenlet<Args, R>(fn, args);
    this.#held.watch(task);
    this.#tasks.add(task);
    task.onEnd(() => this.#noticeEnd(task));
    bindStarted(task, this);
    if (this.#cancelled) task.interrupt(new GreenletExit(), 'kill', this.#host);
    else task.start();
    return task;
  }

  /**
   * Blocks until all tasks have ended; with the policy `race`, until one has ended with a value.
   *
   * Kill and timeout safety: nothing happens to the tasks before the scope is left.
   *
   * @param limit in ms, or an object with a timeout and a signal
   * @returns false if the timeout was over first
   * @throws {AggregateError} if tasks have failed; see the policies
   * @throws {SwitchError} if it would have to wait, and the calling code cannot be suspended; nothing has happened
   *   then
   */
  join(limit?: Limit): boolean {
    'use greenlet';
    if (limit !== undefined) checkLimit(limit);
    if (!this.#isDecided && !new Occurrence('TaskGroup.join()', this.#waiting).wait(limit)) return false;
    this.throwFailure();
    return true;
  }

  /** What the first task has ended with that ended with a value, if the policy is `race`. */
  get winner(): T | undefined {
    return this.#winner?.value;
  }

  /** Kills all tasks. Those that are spawned later never run. May be called from anywhere; never blocks. */
  cancel(): void {
    this.#cancelTasks();
  }

  /**
   * Leaves the scope: see `TaskGroup`. Blocks until all tasks have ended.
   *
   * Kill and timeout safety: nothing interrupts this: what comes meanwhile takes effect at the next wait.
   *
   * @throws {SwitchError} if there are tasks left, and the calling code cannot be suspended; the tasks have been
   *   killed then
   */
  [Symbol.dispose](): void {
    'use greenlet';
    this.end();
  }

  /** The same for code that is not compiled. */
  [Symbol.asyncDispose](): Promise<void> {
    return run(() => {
      'use greenlet';
      this.end();
    });
  }

  /** Internal: see `Scope`. @internal */
  outlast(greenlet: Greenlet): void {
    if (greenlet.dead) return;
    this.#dependents.add(greenlet);
    greenlet.onEnd(() => {
      this.#dependents.delete(greenlet);
      this.#wakeIfEnded();
    });
  }

  /** Internal: the end of a race interrupts the host, whose scope returns the winner. @internal */
  endHostWhenWon(): void {
    this.#endsHost = true;
  }

  /** Internal: leaves the scope for good. @internal */
  end(): void {
    'use greenlet';
    try {
      this.close();
    } finally {
      if (this.#isDoubtful) this.#leaveLater();
      else this.leave();
    }
  }

  /** Internal: kills the tasks and waits for their ends, which nothing interrupts: they cannot outlive the scope. @internal */
  close(): void {
    'use greenlet';
    this.#cancelTasks();
    while (this.#tasks.size > 0 || this.#dependents.size > 0) new Closing('the tasks of a group', this.#waiting).wait();
    this.#closed = true;
    this.#interrupt?.end();
    if (this.#host instanceof Greenlet) this.#host.unlink(this.#noticeEndOfHost);
  }

  /** Internal: nobody is going to be given the failure any more: errors that nobody has got are reported. @internal */
  leave(): void {
    if (this.#given || this.#isSeen) this.#held.excuseFailed();
    this.#held.letGo();
  }

  /** Internal: the failure, for somebody who throws it. @internal */
  giveFailure(): AggregateError | null {
    const { failure } = this;
    if (failure !== null) this.#given = true;
    return failure;
  }

  /** Internal: whether an error has only told the host that the race is over. @internal */
  isVictory(error: unknown): boolean {
    return this.#victory !== null && error === this.#victory;
  }

  /** Internal: what a race has come to. @internal */
  wonValue(): T {
    if (this.#winner !== null) return this.#winner.value;
    throw new AggregateError([], 'the race has no winner: no task of the group has ended with a value');
  }

  /** Internal: the errors of the tasks so far; null if none counts. @internal */
  get failure(): AggregateError | null {
    if (this.#errors.length === 0 || this.#winner !== null) return null;
    return (this.#failure ??= new AggregateError(this.#errors, describe(this.#errors), { cause: this.#errors[0] }));
  }

  /** Internal. @internal */
  throwFailure(): void {
    const failure = this.giveFailure();
    if (failure !== null) throw failure;
  }

  /** Internal: see `Facts`. @internal */
  [FACTS](): Facts {
    const tasks = [...this.#tasks, ...this.#dependents];
    // The others may fail, which ends the wait unless errors are collected.
    const need = this.policy === 'collect' ? tasks.length : 1;
    return {
      state: counted(tasks.length, tasks.length === 1 ? 'task' : 'tasks'),
      part: 'the tasks of',
      wakers: { greenlets: tasks, need, by: 'end', certain: true },
      ...(isAwaitedBy(tasks, this.#waiting) && {
        hint: `A task of ${titleOf(this)} that waits for the tasks of its group waits for itself.`,
      }),
    };
  }

  /** Whether the failure was raised in the host, and nothing has come since that goes on in its place. */
  get #isSeen(): boolean {
    const { raisedAt = 0 } = this.#interrupt ?? {};
    return raisedAt > 0 && !this.#isReplaced && cancellations.raisedSince(this.#host, raisedAt) === undefined;
  }

  /** Whether an error or a jump of a `finally` has taken the place of the failure, before the block was left. */
  get #isReplaced(): boolean {
    if (this.#leaving === undefined || this.#interrupt?.handled === true) return false;
    return this.#leaving === null || !comesFrom(this.#leaving.error, this.#failure);
  }

  /** Nobody tells whether the failure is on its way where something else than `using` disposes of the group. */
  get #isDoubtful(): boolean {
    return (
      this.#leaving === undefined && this.#isSeen && this.#interrupt?.handled !== true && getCurrent() === this.#host
    );
  }

  /** If the failure is on its way, the host is caught or ended by it before it waits again. */
  #leaveLater(): void {
    const { failure } = this;
    cancellations.sought = failure;
    hub.enqueue({
      execute: () => {
        // Others may be looked out for meanwhile: what is not known is not reported.
        const isOnItsWay = cancellations.sought !== failure;
        cancellations.sought = null;
        if (isOnItsWay || this.#hasEndedBy(failure)) this.#held.excuseFailed();
        this.#held.letGo();
      },
    });
  }

  #hasEndedBy(failure: unknown): boolean {
    const host = this.#host;
    return host.dead && (!(host instanceof Greenlet) || comesFrom(host.failure, failure));
  }

  get #isDecided(): boolean {
    return this.#tasks.size === 0 || this.#winner !== null;
  }

  readonly #cancelTasks = (): void => {
    // A second kill would interrupt their clean-up.
    if (this.#cancelled) return;
    this.#cancelled = true;
    for (const task of this.#tasks) task.interrupt(new GreenletExit(), 'kill', this.#host);
  };

  readonly #noticeEndOfHost = (): void => {
    this.#cancelTasks();
    this.leave();
  };

  #noticeEnd(task: Greenlet<T>): void {
    this.#tasks.delete(task);
    if (task.successful()) this.#succeed(task);
    else this.#fail(task.failure);
    this.#wakeIfEnded();
  }

  #wakeIfEnded(): void {
    if (this.#tasks.size === 0) this.#waiting.wakeAll(true);
  }

  #succeed(task: Greenlet<T>): void {
    this.#held.unwatch(task);
    if (!task.killed && this.policy === 'race' && !this.#cancelled) this.#win(task.value as T);
  }

  #fail(error: unknown): void {
    this.#errors.push(error);
    // An `AggregateError` makes a list of its own.
    this.#failure?.errors.push(error);
    if (this.policy !== 'failFast' || this.#cancelled) return;
    this.#cancelTasks();
    this.#interruptHost(this.failure);
  }

  #interruptHost(error: unknown): void {
    this.#interrupt = new Interrupt(this.#host, error, 'timeout', null, this.#since);
    this.#interrupt.deliver();
  }

  #win(value: T): void {
    this.#winner = { value };
    this.#held.excuseFailed();
    this.#cancelTasks();
    if (this.#endsHost && !isAwaitedBy([this.#host], this.#waiting)) {
      this.#victory = new GreenletExit('the race is over');
      this.#interruptHost(this.#victory);
    }
    this.#waiting.wakeAll(true);
  }
}

/** Whoever leaves the scope waits for the tasks in any case; what was put off stays put off. */
class Closing extends Occurrence {
  override isPatient(): boolean {
    return true;
  }

  protected override takeMail(): void {
    // It is raised at the next wait.
  }
}

function hostOf(greenlet: RawGreenlet): RawGreenlet {
  if (greenlet.isMain) throw new SwitchError('a TaskGroup needs a greenlet whose tasks they are: use run() or spawn()');
  return greenlet;
}

function policyOf(options: TaskGroupOptions): TaskPolicy {
  checkOptions(options, TASK_GROUP_OPTIONS);
  const { policy = 'failFast' } = options;
  if (!POLICIES.includes(policy)) throw expected("'failFast', 'collect' or 'race' as the policy", policy);
  return policy;
}

function describe(errors: readonly unknown[]): string {
  const [first] = errors;
  const what =
    errors.length === 1 ? 'a task of the group failed' : `${String(errors.length)} tasks of the group failed`;
  return `${what}: ${describeError(first)}`;
}
