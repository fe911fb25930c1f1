/** The time that the process has spent on its processors (ms). */
export function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** A contestant that returns the processor time (ns) that another takes. */
export function timed(contestant: () => unknown): () => Promise<number> {
  return async () => {
    const start = processorTime();
    await contestant();
    return (processorTime() - start) * 1e6;
  };
}
