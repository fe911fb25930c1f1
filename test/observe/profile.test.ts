import { readFileSync } from 'node:fs';
import { Event, Pool, Queue, run, Semaphore, sleep, spawn } from 'greenlets';
import * as fs from 'greenlets/node/fs';
import { profile, type Profile, type WaitSite } from 'greenlets/observe';
import { explore, virtualTime } from 'greenlets/testing';
import { settle, useVirtualHost, type VirtualHost } from '../support/virtual-host.ts';

/** The profile of what `main` does, by a virtual clock. */
async function profileOf(main: (host: VirtualHost) => void | Promise<void>): Promise<Profile> {
  const host = useVirtualHost();
  const end = profile();
  try {
    await settle(host, run(main, host));
  } finally {
    end();
  }
  return end();
}

function siteOf({ waits }: Profile, call: string): WaitSite {
  const found = waits.filter((site) => site.call === call);
  expect(found).toHaveLength(1);
  return found[0] as WaitSite;
}

function elapsedWith(found: Profile, greenlets: number): number | undefined {
  return found.predictions.find((prediction) => prediction.greenlets === greenlets)?.elapsed;
}

function download(ms: number): number {
  'use greenlet';
  sleep(ms);
  return ms;
}

describe('A profile', () => {
  it('tells where greenlets wait, for how long, and by which calls they got there', async () => {
    const found = await profileOf(function main() {
      'use greenlet';
      for (const ms of [10, 30, 20]) download(ms);
    });
    const site = siteOf(found, 'sleep()');
    expect(site).toMatchObject({ kind: 'time', count: 3, blocked: 60, longest: 30, ready: 0, idle: 60 });
    expect(site.stack.map(({ functionName }) => functionName)).toEqual(['download', 'main']);
    expect(site.stack[0]?.file).toMatch(/profile\.test\.ts$/);
    expect(found).toMatchObject({ elapsed: 60, running: 0, idle: 60, greenlets: 1, mostGreenlets: 1 });
  });

  it('tells how long the program would take if these waits went on at the same time', async () => {
    const found = await profileOf(function main(host) {
      'use greenlet';
      download(500);
      host.compute(100);
      for (let i = 0; i < 100; i++) download(10);
    });
    expect(found.elapsed).toBe(1600);
    // What waits once stays as it is, and so does what computes. One place, called from two.
    expect(elapsedWith(found, 10)).toBe(500 + 100 + 100);
    expect(elapsedWith(found, 100)).toBe(500 + 100 + 10);
  });

  it('counts waits that are not over at the end', async () => {
    const host = useVirtualHost();
    const end = profile();
    spawn(download, 1000);
    spawn(() => {
      'use greenlet';
      new Queue().get();
    });
    await settle(host, run(sleep, 40));
    const found = end();
    const waits = found.waits.map(({ call, count, blocked, longest }) => [call, count, blocked, longest]);
    expect(waits.sort()).toEqual([
      ['Queue.get()', 1, 40, 40],
      ['sleep()', 1, 40, 40],
      ['sleep()', 1, 40, 40],
    ]);
    expect(found.idle).toBe(40);
  });

  it('sees the first wait of the greenlet in which it begins', async () => {
    const host = useVirtualHost();
    const found = run(function main() {
      'use greenlet';
      const end = profile();
      for (let i = 0; i < 2; i++) {
        host.compute(3);
        download(5);
      }
      return end();
    });
    const { waits, slices, idle, running } = await settle(host, found);
    expect(waits).toMatchObject([{ call: 'sleep()', count: 2, blocked: 10, idle: 10 }]);
    expect(waits[0]?.stack.map(({ functionName }) => functionName)).toEqual(['download', 'main']);
    expect([slices, idle, running]).toEqual([2, 10, 6]);
  });

  it('sees no gain where as many wait at the same time already', async () => {
    const found = await profileOf(function main() {
      'use greenlet';
      new Pool(4).map(
        download,
        Array.from({ length: 40 }, () => 10),
      );
    });
    expect(found.elapsed).toBe(100);
    expect(siteOf(found, 'sleep()')).toMatchObject({ count: 40, blocked: 400, idle: 100 });
    expect([2, 4].map((greenlets) => elapsedWith(found, greenlets))).toEqual([100, 100]);
    expect(elapsedWith(found, 100)).toBeCloseTo(10);
  });

  it('does not count on waits for other greenlets, which end when these go on', async () => {
    const found = await profileOf(function main() {
      'use greenlet';
      const lock = new Semaphore(1);
      const worker = (): number => lock.with(() => download(10));
      const workers = Array.from({ length: 5 }, () => spawn(worker));
      for (const each of workers) each.join();
    });
    expect(siteOf(found, 'Semaphore.acquire()')).toMatchObject({ kind: 'greenlets', blocked: 100, idle: 0 });
    expect(siteOf(found, 'sleep()')).toMatchObject({ idle: 50 });
    expect(elapsedWith(found, 10)).toBe(10);
  });

  it('takes a wait for an async function of the program as one for the greenlet that runs it', async () => {
    const found = await profileOf(async () => {
      'use greenlet';
      const load = async (ms: number): Promise<number> => {
        await Promise.resolve();
        return download(ms);
      };
      await Promise.all([load(10), load(30)]);
      await load(5);
    });
    const awaits = found.waits.filter(({ call }) => call === 'await');
    const long = awaits.filter(({ longest }) => longest > 0);
    expect(long.map(({ kind }) => kind)).toEqual(long.map(() => 'greenlets'));
    expect(found.waits.reduce((sum, { idle }) => sum + idle, 0)).toBe(found.idle);
  });

  it('tells for how long greenlets were ready, but others ran', async () => {
    const found = await profileOf(function main(host) {
      'use greenlet';
      const event = new Event();
      const waiting = spawn(() => event.wait());
      sleep(5);
      event.set();
      host.compute(20);
      waiting.join();
    });
    expect(siteOf(found, 'Event.wait()')).toMatchObject({ blocked: 5, ready: 20 });
  });

  it('counts a mere turn as no time waited', async () => {
    const found = await profileOf(function main(host) {
      'use greenlet';
      spawn(() => host.compute(7));
      sleep(0);
    });
    expect(siteOf(found, 'sleep()')).toMatchObject({ blocked: 0, ready: 7 });
  });

  it('tells where greenlets run, by where they went on from', async () => {
    const found = await profileOf(function main(host) {
      'use greenlet';
      const queue = new Queue<number>();
      const worker = spawn(function worker() {
        host.compute(1);
        for (let i = 0; i < 3; i++) host.compute(queue.get());
      });
      for (const ms of [5, 50, 20]) {
        sleep(1);
        queue.put(ms);
      }
      worker.join();
    });
    const [first] = found.runs;
    expect(first).toMatchObject({ after: 'Queue.get()', count: 3, ran: 75, longest: 50 });
    expect(first?.greenlet).toMatch(/^worker/);
    expect(found.runs).toContainEqual(expect.objectContaining({ after: null, stack: [], ran: 1 }));
    expect(found).toMatchObject({ running: 76, longestSlice: 50 });
  });

  it('does not count a greenlet that is started in the middle as part of the one that starts it', async () => {
    const found = await profileOf(function main(host) {
      'use greenlet';
      const inner = async (): Promise<void> => {
        host.compute(30);
        await Promise.resolve();
      };
      host.compute(1);
      void inner();
      host.compute(2);
    });
    expect(found).toMatchObject({ running: 33, longestSlice: 30 });
  });

  it.each(['virtualTime', 'explore'])('keeps to its own clock while %s has one that jumps', async (kind) => {
    const host = useVirtualHost();
    const end = profile();
    const test = (): void => {
      'use greenlet';
      host.compute(3);
      const child = spawn(sleep, 60_000);
      child.join();
      host.compute(4);
    };
    if (kind === 'explore') await explore(test, { schedules: 1 });
    else await virtualTime(test);
    const runs = kind === 'explore' ? host.now() / 7 : 1;
    const found = end();
    expect(found).toMatchObject({ elapsed: 7 * runs, running: 7 * runs, idle: 0 });
    expect(siteOf(found, 'sleep()')).toMatchObject({ count: runs, blocked: 0, longest: 0, ready: 0 });
    expect(found.predictions.map(({ elapsed }) => elapsed)).toEqual(Array(4).fill(7 * runs));
  });

  it('counts virtual time where it begins there, whatever is the time outside', async () => {
    useVirtualHost().compute(1000);
    let end: (() => Profile) | undefined;
    await virtualTime(() => {
      'use greenlet';
      end = profile();
      sleep(60_000);
      sleep(1);
    });
    const found = end?.();
    expect(found).toMatchObject({ elapsed: 60_001, idle: 60_001 });
  });

  it('tells what held up the process outside greenlets, and where', () => {
    useVirtualHost();
    const end = profile();
    const text = fs.readFileSync(__filename, 'utf8');
    const { freezes } = end();
    expect(text).toBe(readFileSync(__filename, 'utf8'));
    expect(freezes).toMatchObject([{ call: 'fs.readFileSync()', count: 1 }]);
    expect(freezes[0]?.stack[0]?.file).toMatch(/profile\.test\.ts$/);
  });

  it('is refused while another one is made, and ends once', async () => {
    const end = profile();
    expect(() => profile()).toThrow('a profile is being made already: end that one first');
    const first = end();
    await profileOf(() => {
      'use greenlet';
      sleep(1);
    });
    expect(end()).toBe(first);
  });
});
