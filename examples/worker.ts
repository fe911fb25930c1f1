'use greenlet';

/*
 * A worker of BullMQ whose jobs block: `npx greenlets run examples/worker.ts localhost:6379`.
 */
import { Queue as Jobs, Worker, type Job } from 'bullmq';
import { Queue, sleep, wait } from 'greenlets';
import { green } from 'greenlets/green';

const [host = '127.0.0.1', port = '6379'] = (process.argv[2] ?? '').split(':');
const connection = { host: host || '127.0.0.1', port: Number(port) };
const name = `example-${String(process.pid)}`;
const done = new Queue<string>();

const jobs = green(new Jobs<{ seconds: number }>(name, { connection }));

// The worker awaits what it is given, and a marked `async` function may block.
const worker = new Worker<{ seconds: number }>(
  name,
  async (job: Job<{ seconds: number }>) => {
    'use greenlet';
    sleep(job.data.seconds * 10);
    await job.updateProgress(100);
    return `${job.name} took ${String(job.data.seconds)} seconds`;
  },
  { connection, concurrency: 2 },
);
worker.on('completed', (_job, result: string) => done.putNowait(result));

for (const [index, seconds] of [5, 1, 9].entries()) jobs.add(`job ${String(index + 1)}`, { seconds });
for (let count = 0; count < 3; count++) console.log(done.get());

wait(worker.close());
jobs.obliterate({ force: true });
jobs.close();
