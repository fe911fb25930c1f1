import { Channel, Sender } from '../queues/channel.ts';
import type { Queue } from '../queues/queue.ts';
import { Getter, Putter } from '../queues/queue-waiters.ts';
import { contending, QueuedCase, type Case } from '../waiting/selection.ts';
import { Waiter } from '../waiting/waiter/waiter.ts';

const SelectGetter = contending(Getter);
const SelectPutter = contending(Putter);
const Receiver = contending(Waiter);
const SelectSender = contending(Sender);

/** `get` as a case of `select`. */
export function getting<T>(source: Queue<T> | Channel<T>): Case<T> {
  if (source instanceof Channel) return receiving(source);
  return new QueuedCase(
    { isPossible: () => source.canGet(), attempt: () => source.attemptGet() },
    () => source.enlistGetter((line, claims) => new SelectGetter<T>('select()', line, claims)),
    (getter) => source.collect(getter),
  );
}

function receiving<T>(channel: Channel<T>): Case<T> {
  return new QueuedCase(
    { isPossible: () => channel.canGet(), attempt: () => channel.attemptGet() },
    () => channel.enlistGetter((line) => new Receiver<T>('select()', line)),
    ({ given }) => given as T,
  );
}

/** `put` as a case of `select`. */
export function puttingInto<T>(target: Queue<T> | Channel<T>, item: T): Case<void> {
  if (target instanceof Channel) return sending(target, item);
  return new QueuedCase(
    { isPossible: () => target.canPut(), attempt: () => target.attemptPut(item) },
    () => target.enlistPutter(item, (line) => new SelectPutter<T>(item, line)),
    () => undefined,
  );
}

function sending<T>(channel: Channel<T>, item: T): Case<void> {
  return new QueuedCase(
    { isPossible: () => channel.canPut(), attempt: () => channel.attemptPut(item) },
    () => channel.enlistPutter((line) => new SelectSender<T>(item, line)),
    () => undefined,
  );
}
