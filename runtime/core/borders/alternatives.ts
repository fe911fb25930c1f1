/** What code that is not compiled can do instead of a call that blocks, by that call: its receiver may be of a derived class. */
const ALTERNATIVES: readonly (readonly [call: RegExp, alternative: string])[] = [
  [/^\w*Queue(?:Iterator)?\.next$/, '`for await`, which takes items by promises'],
  [/^\w*(?:Queue|Channel)\.(get|peek)$/, '`await queue.async.$1()`, or `$1Nowait()`, which never waits'],
  [/^\w*(?:Queue|Channel)\.put$/, '`await queue.async.put(item)`, or `putNowait(item)`, which never waits'],
  [/^\w*Queue\.join$/, '`await queue.async.join()`'],
  [/^\w*Semaphore\.acquire$/, '`await semaphore.async.acquire()`, or `tryAcquire()`, which never waits'],
  [/^\w*Semaphore\.wait$/, '`await semaphore.async.wait()`'],
  [/^RLock\.acquire$/, '`tryAcquire()`, which never waits'],
  [/^Event\.wait$/, '`await event`'],
  [/^AsyncResult\.(?:get|wait)$/, '`await result`'],
  [
    /^(?:Pool|Group)\.kill(?:One)?$|^\w+\.kill$|^killAll$/,
    'the option `{ block: false }`, which does not wait for the end',
  ],
  [/^(?:Pool|Group)\.(map|apply)$/, '`await` with `$1Async`'],
  [/^Pool\.spawn$/, '`applyAsync`, which never waits'],
  [/^\w+\.(?:get|join)$/, '`await greenlet`'],
  [/^(?:joinAll|waitFor)$/, '`await Promise.all(greenlets)`'],
  [/^wait$/, '`await`'],
];

/** The end of an advice for the public function `name`, such as `Queue.get`; empty if there is none. */
export function orInstead(name: string): string {
  for (const [call, alternative] of ALTERNATIVES)
    if (call.test(name)) return `. Code that is not compiled can use ${name.replace(call, alternative)}`;
  return '';
}

/** Callbacks that the library cannot suspend, by whom they were given to. */
const CALLBACKS: readonly (readonly [call: RegExp, callback: string])[] = [
  [/^PriorityQueue\b/, 'the function that compares items'],
  [/^Barrier\b/, 'the action of a barrier'],
  [/^Condition\.waitFor$/, 'the predicate'],
];

/** What a callback of the public function `name` is if it must not block; undefined if it may. */
export function callbackOf(name: string): string | undefined {
  return CALLBACKS.find(([call]) => call.test(name))?.[1];
}
