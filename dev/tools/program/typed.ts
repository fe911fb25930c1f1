import { run, sleep, spawn } from 'greenlets';

enum Kind {
  Slow = 20,
  Fast = 10,
}

interface Job {
  readonly kind: Kind;
}

class Worker<T extends Job> {
  constructor(private readonly job: T) {}

  work(): number {
    'use greenlet';
    sleep(this.job.kind);
    return this.job.kind satisfies number;
  }
}

function main(): number {
  'use greenlet';
  const tasks = [Kind.Slow, Kind.Fast].map((kind) => spawn(() => new Worker({ kind }).work()));
  return tasks.reduce((total, task) => total + task.get()!, 0);
}

run(main).then((total: number) => console.log('typed', total));
