import { expected } from '../core/errors/expected.ts';
import { explainDeadlocks } from './deadlocks.ts';
import { Snapshot, type GreenletState } from './dump.ts';
import { treeOf } from './tree.ts';

/**
 * Prints what all greenlets do at this moment: how many there are, the tree of them, and the deadlocks. See `greenletTree` and
 * `findDeadlocks`.
 *
 * @param write takes the text, and must not block; by default it goes to `console.error`
 * @throws {TypeError} if `write` is not a function
 *
 * Source: gevent's `print_run_info`.
 */
export function printRunInfo(write: (text: string) => void = (text) => console.error(text)): void {
  if (typeof write !== 'function') throw expected('a function that writes', write);
  write(runInfo());
}

/** What `printRunInfo` prints. */
export function runInfo(): string {
  const snapshot = new Snapshot();
  const deadlocks = explainDeadlocks();
  return [summary(snapshot), treeOf(snapshot), ...(deadlocks === '' ? [] : [deadlocks])].join('\n');
}

/** `3 greenlets: 1 running, 2 waiting`. */
function summary({ greenlets }: Snapshot): string {
  const counts = new Map<GreenletState, number>();
  for (const { dump } of greenlets) counts.set(dump.state, (counts.get(dump.state) ?? 0) + 1);
  const total = `${String(greenlets.length)} greenlet${greenlets.length === 1 ? '' : 's'}`;
  return greenlets.length === 0
    ? 'no greenlets'
    : `${total}: ${[...counts].map(([state, count]) => `${String(count)} ${state}`).join(', ')}`;
}
