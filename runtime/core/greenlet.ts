import type { AnyFunction, Frame } from '../contract/frame.ts';
import { cancellations } from '../contract/cancellations/cancellations.ts';
import type { Context } from '../contract/contexts/contexts.ts';
import { link } from '../contract/link.ts';
import { labelOf, labelNameOf, stateOf } from './names/description.ts';
import { assignContext, contextOf, enterAssigned } from './greenlet-context.ts';
import { callEntry } from './switching/entry.ts';
import { branded, GreenletExit } from './errors/errors.ts';
import { Exit } from './exit.ts';
import { expected, misuse } from './errors/expected.ts';
import { logicalFrame, type LogicalFrame } from './logical-frame.ts';
import { BEGUN, DEAD, DRIVING, NEW, type Phase } from './switching/phase.ts';
import { toError } from './errors/to-error.ts';
import { making } from './making.ts';
import { assertDeliverable, delegateOf, takeHandshake, transfer } from './switching/transfer.ts';

const RUN = Symbol('run');
// Names of fields that are enumerable, and no symbols, so that `structuredClone` and `postMessage` follow them: from each greenlet to
// its parents, and in the end to what the main greenlet holds, which cannot be cloned. Otherwise they would make hollow objects.
const PARENT = '[[parent]]';
const ARGUMENTS = '[[arguments]]';
const NOT_CLONED: unknown = Symbol('a greenlet belongs to the thread in which it was made, and cannot be copied: it');
const INSPECT = Symbol.for('nodejs.util.inspect.custom');

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

  // Neither initialized here nor private to the engine: it would not inline the constructors of derived classes.
  private [PARENT]: Greenlet | null;
  /** Internal: innermost frame while suspended; while it runs, see `park`. @internal */
  top: Frame | null;
  /** Internal. @internal */
  phase: Phase;

  private [RUN]: AnyFunction | null;
  private [ARGUMENTS]: ArrayLike<unknown> | null;

  /**
   * @param run what the greenlet runs; it may be assigned later, and a subclass may override the method `run` instead
   * @param parent receives the result; the current greenlet unless given
   * @throws {TypeError} if `run` is not a function, or `parent` is not a greenlet
   */
  constructor(run?: ((...args: Args) => Result) | null, parent: Greenlet | null = link.current) {
    if (typeof run !== 'function' && run != null) throw expected('a function to run', run);
    if (parent !== null && !(parent instanceof Greenlet)) throw expected('a greenlet as the parent', parent);
    // First, so that nothing is cloned in vain.
    this[PARENT] = parent ?? link.current;
    this.top = null;
    this.phase = NEW;
    this[RUN] = run ?? null;
    this[ARGUMENTS] = null;
  }

  /**
   * The function that this greenlet will run; undefined once it has started. It can be replaced before.
   *
   * @throws {TypeError} on assignment, if it has started, or if it is given no function
   */
  get run(): ((...args: Args) => Result) | undefined {
    return this.phase === NEW ? (this[RUN] ?? undefined) : undefined;
  }

  set run(run: ((...args: Args) => Result) | undefined) {
    if (this.phase !== NEW) throw misuse(new TypeError('what a greenlet runs cannot be replaced after its start'));
    if (typeof run !== 'function') throw expected('a function to run', run);
    this[RUN] = run;
  }

  /**
   * The innermost call of this greenlet that is suspended, from which `caller` leads to the function that it began with. Null while it runs,
   * before it has begun, and when it has ended. A function that has called another one by `return f()` has no frame any more.
   */
  get frame(): LogicalFrame | null {
    return this === (link.current as unknown) ? null : logicalFrame(this.top);
  }

  /**
   * What `AsyncLocalStorage` and its like hold in this greenlet: null for nothing, and where there are none. Before the start it can
   * be replaced by that of another greenlet, or by null. By default a greenlet inherits: a raw one from whoever switches to it
   * first, others from whoever starts them.
   *
   * @throws {TypeError} on assignment, if it has started, or if it is given no context
   */
  get context(): Context | null {
    return contextOf(this);
  }

  set context(context: Context | null) {
    assignContext(this, context);
  }

  /** Where the result goes. Settable at any time. */
  get parent(): Greenlet | null {
    return this[PARENT];
  }

  set parent(parent: Greenlet | null) {
    if (!(parent instanceof Greenlet)) throw expected('a greenlet as the parent', parent);
    if (this.isMain) throw misuse(new TypeError('cannot set the parent of the main greenlet'));
    for (let ancestor: Greenlet | null = parent; ancestor !== null; ancestor = ancestor.parent) {
      if (ancestor === (this as unknown)) throw misuse(new RangeError('cyclic parent chain'));
    }
    this[PARENT] = parent;
  }

  /** True once the function has returned or thrown. */
  get dead(): boolean {
    return this.phase === DEAD;
  }

  /** True between the start and the end of the function: what `bool(greenlet)` is in Python. */
  get active(): boolean {
    return this.phase === BEGUN || this.phase === DRIVING;
  }

  /** The greenlet that runs the code outside every other greenlet. */
  get isMain(): boolean {
    return this[PARENT] === null;
  }

  /**
   * Runs this greenlet until somebody switches back; evaluates to what is delivered then.
   *
   * The first switch passes its arguments to the function. Later ones deliver them to the `switch` at which this
   * greenlet waits: nothing as undefined, one as it is, several as an array. A dead greenlet passes them on to its
   * nearest living ancestor.
   *
   * Kill and timeout safety: a kill or a timeout of the greenlet that waits in this call is thrown here. Nothing
   * changes for the one that it has switched to.
   *
   * @throws {SwitchError} if the calling code is in a greenlet and cannot be suspended
   * @throws {TypeError} if the greenlet has nothing to run
   */
  switch(...values: unknown[]): unknown;
  switch(value?: unknown): unknown {
    const compiledCaller = takeHandshake(switchMethod);
    const target = this.phase === DEAD ? this.liveAncestorOrSelf() : (this as unknown as Greenlet);
    // Rest parameters would be allocated at every switch.
    // eslint-disable-next-line prefer-rest-params
    if (target.phase === NEW || arguments.length > 1) value = target.receive(...(arguments as Iterable<unknown>));
    return transfer(target, value, false, compiledCaller, 'switch()');
  }

  /**
   * Like `switch`, but delivers an error: it is thrown where this greenlet waits. A greenlet that has not started dies
   * without running. A `GreenletExit` kills: it is a cancellation for this greenlet, which `catch` clauses pass on.
   *
   * A dead greenlet passes an error on to its nearest living ancestor, where it is thrown; a `GreenletExit` arrives there
   * as a value. One that waits for the body of an `async` function that it has called hands it on to that, and gets what that makes of it.
   *
   * Kill and timeout safety: as `switch`.
   *
   * @param error defaults to a `GreenletExit`
   * @throws {TypeError} if `error` is not an `Error`, or a class of errors
   * @throws {SwitchError} if the calling code is in a greenlet and cannot be suspended; nothing has happened then
   */
  throw(error: unknown = new GreenletExit()): unknown {
    const compiledCaller = takeHandshake(throwMethod);
    const thrown = toError(error);
    const target = delegateOf(this.liveAncestorOrSelf());
    target.assertRunnable();
    const isExit = thrown instanceof GreenletExit;
    // Source: greenlet 3. Whoever kills one that is dead already gets what its parent would have received.
    if (isExit && this.phase === DEAD) return transfer(target, thrown, false, compiledCaller, 'throw()');
    assertDeliverable(target, compiledCaller, 'throw()');
    if (isExit) cancellations.begin(target, new Exit(thrown, this));
    else cancellations.arrive(target, thrown);
    return transfer(target, thrown, true, compiledCaller, 'throw()');
  }

  /** What Node's `console.log` shows: name and state, and the fields of a subclass. */
  [INSPECT](_depth: number, options: object, inspect: (value: unknown, options: object) => string): string {
    const fields = Object.entries(this).filter(([key]) => !this.internals.includes(key));
    return fields.length === 0 ? labelOf(this) : `${labelOf(this)} ${inspect(Object.fromEntries(fields), options)}`;
  }

  /** Name and state. */
  toString(): string {
    return labelOf(this);
  }

  /** What `JSON.stringify` makes of it. */
  toJSON(): { name: string; state: string } {
    return { name: labelNameOf(this), state: stateOf(this) };
  }

  /** Internal: names of fields that users neither see nor touch. @internal */
  protected get internals(): readonly string[] {
    return [PARENT, ARGUMENTS, 'top', 'phase'];
  }

  /** Internal: what it is going to call that with; null once it has. @internal */
  get pendingArguments(): ArrayLike<unknown> | null {
    return this[ARGUMENTS];
  }

  /** Internal: whether somebody else than who switches to it first has given it a context, or none. @internal */
  hasContext(): boolean {
    return false;
  }

  /** Internal: what this greenlet was made to run. @internal */
  get entry(): AnyFunction | null {
    return this[RUN];
  }

  /** Internal: what a switch with these arguments delivers; before the start they are kept for the function. @internal */
  receive(...values: unknown[]): unknown {
    this.assertRunnable();
    if (this.phase === NEW) this.prepare(values);
    return delivered(values);
  }

  /** Internal: runs the function, or throws what the greenlet is started with. @internal */
  begin(value: unknown, throwing: boolean): unknown {
    const { run } = this;
    const args = this[ARGUMENTS];
    this[ARGUMENTS] = null;
    this.phase = BEGUN;
    enterAssigned(this);
    if (throwing) throw value;
    if (typeof run !== 'function') throw expected('a function to run', run);
    link.to = run;
    return callEntry(run as AnyFunction, this.receiverOf(run), args ?? [value]);
  }

  /** Internal: `this` of what it runs: a function that it was given has none. @internal */
  protected receiverOf(run: unknown): unknown {
    return run === this[RUN] ? undefined : this;
  }

  /** Internal: turns what the function returned into the result. May return SUSPENDED; is called again then. @internal */
  complete(result: unknown): unknown {
    return result;
  }

  /** Internal: the function has returned or thrown `result`. Returns whether the parent receives that. @internal */
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- subclasses look at it
  end(_result: unknown, _failed: boolean): boolean {
    return true;
  }

  /** Internal: the arguments of a greenlet that a scheduler starts. @internal */
  prepare(args: ArrayLike<unknown>): void {
    this[ARGUMENTS] = args;
  }

  /** Internal: it has ended where the stack was full, and whoever began it has got the error. @internal */
  abandon(): void {
    this.die();
  }

  /** Internal. @internal */
  die(): void {
    this.phase = DEAD;
    this.top = null;
    this[ARGUMENTS] = null;
  }

  /** Internal: who receives what this dead greenlet leaves behind. @internal */
  liveAncestor(): Greenlet {
    const parent = this[PARENT] ?? this;
    return parent.liveAncestorOrSelf();
  }

  /** Internal. @internal */
  liveAncestorOrSelf(): Greenlet {
    let greenlet = this as unknown as Greenlet;
    while (greenlet.phase === DEAD && greenlet.parent !== null) greenlet = greenlet.parent;
    return greenlet;
  }

  /** Internal. @internal */
  assertRunnable(): void {
    if (this.phase === NEW && this.run === undefined) {
      throw misuse(new TypeError('this greenlet has no function to run'));
    }
  }
}

// Not read from the prototype each time: V8 does not know that a class stays what it is.
const { switch: switchMethod, throw: throwMethod } = Greenlet.prototype;

/** What the arguments of `switch` are delivered as. */
export function delivered(values: readonly unknown[]): unknown {
  return values.length > 1 ? values : values[0];
}

/** The main greenlet: it runs whatever no other greenlet runs. */
function createMain(): Greenlet {
  const main = new Greenlet(null, null);
  main.phase = BEGUN;
  main.prepare(NOT_CLONED as []);
  return main;
}

link.registers.current ??= createMain();

/** The running greenlet; outside all others, the main greenlet. */
export function getCurrent(): Greenlet {
  return link.registers.current as Greenlet;
}

making.greenlet = (run) => new Greenlet<[]>(run);
