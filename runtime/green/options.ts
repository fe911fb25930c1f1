/** A call of an original. */
export interface MadeCall {
  /** The original object whose method was called; undefined for a plain function. */
  readonly object: unknown;
  /** What the original was called with. */
  readonly args: readonly unknown[];
}

/** A call that has not ended, and whose result nobody is going to use. */
export interface AbandonedCall extends MadeCall {
  /** What the original returned. */
  readonly promise: PromiseLike<unknown>;
  /** The error that ended the wait: a `GreenletExit`, a `Timeout`... */
  readonly reason: unknown;
}

/** How a method is called. All parts may be missing. */
export interface CallPlan {
  /**
   * Does what the method does, in blocking style: a marked function, which gets the original object and the arguments as the
   * original would get them. What it returns is viewed as what a method returns.
   */
  readonly call?: (object: never, ...args: never[]) => unknown;
  /** Functions among the arguments are handed over as they are: the library does not call them here, but sends their source elsewhere. */
  readonly sendsFunctions?: boolean;
  /**
   * Returns the arguments with a signal, which is aborted when the call is abandoned. If the call returns what is asynchronously iterable, that
   * also holds for each wait for a value.
   */
  readonly withSignal?: (args: readonly unknown[], signal: AbortSignal) => readonly unknown[];
  /** Stops what the call has begun. Called at once when the call is abandoned by a kill, a timeout or an abort. */
  readonly onAbandon?: (call: AbandonedCall) => void;
  /**
   * Closes, or gives back, what the call has made if nobody gets it: the call was abandoned, and its promise was fulfilled all the same, or
   * the greenlet was killed before it went on with that. What this throws, or rejects a promise with, is dropped.
   *
   * @param made what the promise was fulfilled with
   */
  readonly onUnclaimed?: (made: unknown, call: MadeCall) => unknown;
}

/** What an adapter knows of a library. */
export interface GreenOptions {
  /**
   * How a method is called; undefined for those that are to be called as they are. Asked once for each function.
   *
   * @param object the original that has the method
   */
  readonly plan?: (object: object, name: string) => CallPlan | undefined;
  /**
   * Stops an async iterable whose loop was given up while it waited for a value. An async generator ends only once it has given that
   * value, which may never come.
   *
   * @param iterable the original
   */
  readonly onAbandonedLoop?: (iterable: object, reason: unknown) => void;
  /** Whether an object is only data, and passes through a view untouched, although it is an instance of a class. */
  readonly isValue?: (object: object) => boolean;
}
