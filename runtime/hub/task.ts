import type { Greenlet } from '../core/greenlet.ts';

/** Something that waits in the hub's ready queue for its turn: a greenlet to start or to resume, a callback to call. */
export interface Task {
  /** The greenlet that it starts or continues, if it does. */
  readonly greenlet?: Greenlet | undefined;
  /** Runs it. What it throws is reported, and stops nobody else. */
  execute(): void;
}

/** Where tasks wait for their turn. */
export interface ReadyQueue {
  readonly length: number;
  push(task: Task): void;
  /** Takes the one whose turn it is; undefined if there is none, or none may run now. */
  shift(): Task | undefined;
  clear(): void;
}
