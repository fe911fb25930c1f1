/**
 * What a wait is for: `outside` is what happens outside of the program, such as a file, a request or a promise, and `time` a sleep. These can go on
 * at the same time as others. `greenlets` is what other greenlets do: a lock, a queue, a result.
 */
export type KindOfWait = 'outside' | 'time' | 'greenlets';

const TIME = /^(?:sleep|setTimeout|setInterval|idle)\b/;
const GREENLETS = [
  /^(?:Queue|LifoQueue|PriorityQueue|JoinableQueue|Channel|select)\b/,
  /^(?:Semaphore|BoundedSemaphore|RLock|Condition|Barrier|Pool|Group|TaskGroup|MapIterator)\b/,
  /^(?:Event|AsyncResult|Greenlet|joinAll|waitFor|iwait)\b/,
];

/** @param call the call that waits: `Queue.get()` */
export function kindOfWait(call: string): KindOfWait {
  if (TIME.test(call)) return 'time';
  return GREENLETS.some((pattern) => pattern.test(call)) ? 'greenlets' : 'outside';
}

/** Without arguments, so that `sleep(10)` and `sleep(20)` in one place are one. */
export function callName(reason: string): string {
  return reason.replace(/\([^]*\)$/, '()');
}
