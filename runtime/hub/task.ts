/** Something that waits in the hub's ready queue for its turn: a greenlet to start or to resume, a callback to call. */
export interface Task {
  /** Runs it. What it throws is reported, and stops nobody else. */
  execute(): void;
}
