import type { AnyFunction, Frame } from '../contract/frame.ts';
import { link, SUSPENDED } from '../contract/link.ts';
import { cannotSuspend } from './border.ts';
import { branded, GreenletExit, SwitchError } from './errors.ts';
import { drive } from './trampoline.ts';
import { expected } from './expected.ts';
import { toError } from './to-error.ts';

/**
 * A greenlet: a function with a stack of its own, which runs only when it is switched to.
 *
 * There is no scheduler at this level: `switch` says who runs next. When the function returns, its result is delivered
 * to the *parent*, not to whoever switched last; an uncaught error is thrown there.
 *
 * Source of the semantics: python-greenlet.
 */
export class Greenlet<Args extends unknown[] = never, Result = unknown> {
  static {
    // Greenlets of both copies meet: the main greenlet belongs to the first. Hence no private names of other instances.
    branded(this, 'Greenlet');
  }

  /** Innermost frame while suspended. Internal. */
  top: Frame | null = null;
  /** Internal. */
  started = false;
  /** Set while native code of this greenlet drives a trampoline, so that nothing can be delivered to it. Internal. */
  driving = false;

  #run: ((...args: Args) => Result) | undefined;
  #parent: Greenlet | null;
  #arguments: readonly unknown[] | null = null;
  #dead = false;

  /**
   * @param run what the greenlet runs; a subclass may override the method `run` instead
   * @param parent receives the result; the current greenlet unless given
   * @throws {TypeError} if `parent` is not a greenlet
   */
  constructor(run?: ((...args: Args) => Result) | null, parent: Greenlet | null = link.current) {
    if (parent !== null && !(parent instanceof Greenlet)) throw expected('a greenlet as the parent', parent);
    this.#run = run ?? undefined;
    this.#parent = parent ?? link.current;
  }

  /** The function that this greenlet will run; undefined once it has started. */
  get run(): ((...args: Args) => Result) | undefined {
    return this.#run;
  }

  /** Where the result goes. Settable at any time. */
  get parent(): Greenlet | null {
    return this.#parent;
  }

  set parent(parent: Greenlet | null) {
    if (!(parent instanceof Greenlet)) throw expected('a greenlet as the parent', parent);
    if (this.isMain) throw new TypeError('cannot set the parent of the main greenlet');
    for (let ancestor: Greenlet | null = parent; ancestor !== null; ancestor = ancestor.parent) {
      if (ancestor === (this as unknown)) throw new RangeError('cyclic parent chain');
    }
    this.#parent = parent;
  }

  /** True once the function has returned or thrown. */
  get dead(): boolean {
    return this.#dead;
  }

  /** True between the start and the end of the function: what `bool(greenlet)` is in Python. */
  get active(): boolean {
    return this.started && !this.#dead;
  }

  /** The greenlet that runs the code outside every other greenlet. */
  get isMain(): boolean {
    return this.#parent === null;
  }

  /**
   * Runs this greenlet until somebody switches back; evaluates to what is delivered then.
   *
   * The first switch passes its arguments to the function. Later ones deliver them to the `switch` at which this
   * greenlet waits: nothing as undefined, one as it is, several as an array. A dead greenlet passes them on to its
   * nearest living ancestor.
   *
   * @throws {SwitchError} if the calling code is in a greenlet and cannot be suspended
   * @throws {TypeError} if the greenlet has nothing to run
   */
  switch(...args: unknown[]): unknown {
    const compiledCaller = takeHandshake(Greenlet.prototype.switch);
    const target = this.liveAncestorOrSelf();
    target.assertRunnable();
    if (!target.started) target.prepare(args);
    return transfer(target, args.length > 1 ? args : args[0], false, compiledCaller, 'switch()');
  }

  /**
   * Like `switch`, but delivers an error: it is thrown where this greenlet waits. A greenlet that has not started dies
   * without running.
   *
   * @param error defaults to a `GreenletExit`
   * @throws {TypeError} if `error` is not an `Error`, or a class of errors
   */
  throw(error: unknown = new GreenletExit()): unknown {
    const compiledCaller = takeHandshake(Greenlet.prototype.throw);
    const thrown = toError(error);
    const target = this.liveAncestorOrSelf();
    target.assertRunnable();
    return transfer(target, thrown, true, compiledCaller, 'throw()');
  }

  /** Internal: what to run at the first switch. */
  takeRun(): AnyFunction {
    const { run } = this;
    this.#run = undefined;
    if (typeof run !== 'function') throw expected('a function to run', run);
    return run;
  }

  /** Internal: with which arguments. */
  takeArguments(value: unknown): readonly unknown[] {
    const args = this.#arguments ?? [value];
    this.#arguments = null;
    return args;
  }

  /** Internal: the arguments of a greenlet that a scheduler starts. */
  prepare(args: readonly unknown[]): void {
    this.#arguments = args;
  }

  /** Internal. */
  die(): void {
    this.started = true;
    this.#dead = true;
    this.top = null;
    this.#run = undefined;
    this.#arguments = null;
  }

  /** Internal: who receives what this dead greenlet leaves behind. */
  liveAncestor(): Greenlet {
    const parent = this.#parent ?? this;
    return parent.liveAncestorOrSelf();
  }

  /** Internal. */
  liveAncestorOrSelf(): Greenlet {
    let greenlet = this as unknown as Greenlet;
    while (greenlet.dead && greenlet.parent !== null) greenlet = greenlet.parent;
    return greenlet;
  }

  /** Internal. */
  assertRunnable(): void {
    if (!this.started && !this.isMain && this.run === undefined) {
      throw new TypeError('this greenlet has no function to run');
    }
  }
}

/** The main greenlet: it runs whatever no other greenlet runs. */
function createMain(): Greenlet {
  const main = new Greenlet(null, null);
  main.started = true;
  return main;
}

link.current ??= createMain();

/** The running greenlet; outside all others, the main greenlet. */
export function getCurrent(): Greenlet {
  return link.current as Greenlet;
}

function runsBelow(name: string): SwitchError {
  return new SwitchError(
    `${name}: the greenlet is running further down the native stack, below code that is not compiled; it continues when that code returns`,
  );
}

/** Whether the calling function was called by compiled code, so that it may return SUSPENDED. */
function takeHandshake(self: AnyFunction): boolean {
  const compiledCaller = link.to === self;
  link.to = null;
  return compiledCaller && link.border === 0;
}

function transfer(target: Greenlet, value: unknown, throwing: boolean, maySuspend: boolean, name: string): unknown {
  const current = getCurrent();
  if (target === current) {
    if (throwing) throw value;
    return value;
  }
  if (maySuspend) {
    if (target.driving && target !== link.home) throw runsBelow(name);
    link.target = target;
    link.value = value;
    link.throwing = throwing;
    return SUSPENDED;
  }
  if (link.home !== null) throw cannotSuspend(name);
  if (target.driving) throw runsBelow(name);
  return drive(target, value, throwing, false);
}
