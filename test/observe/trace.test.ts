import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Queue, run, sleep, spawn, type Greenlet } from 'greenlets';
import { trace } from 'greenlets/observe';
import { settle, useVirtualHost, type VirtualHost } from '../support/virtual-host.ts';

interface Event {
  ph: string;
  name: string;
  pid: number;
  tid: number;
  ts: number;
  dur?: number;
  cat?: string;
  id?: number;
  args?: { name?: string; error?: string; kind?: string };
}

/** The events of a trace of what `main` does, with the times of a virtual clock. */
async function record(main: (host: VirtualHost) => void): Promise<Event[]> {
  const host = useVirtualHost();
  let text = '';
  const end = trace({ write: (chunk) => (text += chunk) });
  try {
    await settle(host, run(main, host));
  } finally {
    end();
  }
  return JSON.parse(text) as Event[];
}

/** The stretches of the lane that bears a name: what, from when, for how long, in ms. */
function stretches(events: readonly Event[], lane: RegExp): [string, number, number][] {
  const tid = tidOf(events, lane);
  return events
    .filter(({ ph, tid: id }) => ph === 'X' && id === tid)
    .map(({ name, ts, dur }) => [name, ts / 1000, (dur ?? 0) / 1000]);
}

function tidOf(events: readonly Event[], lane: RegExp): number | undefined {
  return events.find(({ name, args }) => name === 'thread_name' && lane.test(args?.name ?? ''))?.tid;
}

describe('A trace', () => {
  it('has a lane for each greenlet, where running, waiting and being ready follow one another', async () => {
    const events = await record(function main(host) {
      'use greenlet';
      const queue = new Queue<string>();
      const consumer = spawn(function consumer() {
        queue.get();
        host.compute(2);
      });
      sleep(10);
      queue.put('item');
      host.compute(5);
      consumer.get();
    });
    expect(stretches(events, /consumer/)).toEqual([
      ['Queue.get()', 0, 10],
      ['ready', 10, 5],
      ['run', 15, 2],
    ]);
    expect(stretches(events, /main/)).toEqual([
      ['sleep(10)', 0, 10],
      ['run', 10, 5],
      ['Greenlet.get()', 15, 2],
    ]);
  });

  it('leads arrows from whoever starts or wakes a greenlet to where it runs next', async () => {
    const events = await record(function main() {
      'use greenlet';
      const queue = new Queue<number>();
      spawn(function consumer() {
        queue.get();
      });
      sleep(1);
      queue.put(1);
      sleep(1);
    });
    const [main, consumer] = [tidOf(events, /main/), tidOf(events, /consumer/)];
    const starts = events.filter(({ ph, tid }) => ph === 's' && tid === main);
    expect(starts.map(({ args }) => args?.kind)).toEqual(['spawn', 'wake']);
    for (const { id } of starts) {
      expect(events.filter((event) => event.ph === 'f' && event.id === id)).toMatchObject([{ tid: consumer }]);
    }
  });

  it('tells which greenlets failed, and with what', async () => {
    const events = await record(function main() {
      'use greenlet';
      const failing: Greenlet = spawn(function failing() {
        throw new RangeError('too far');
      });
      failing.join();
      expect(failing.exception).toBeInstanceOf(RangeError);
    });
    expect(events.filter(({ ph }) => ph === 'i')).toMatchObject([
      { name: 'failed', tid: tidOf(events, /failing/), args: { error: 'RangeError: too far' } },
    ]);
  });

  it('interrupts the stretch of a greenlet that starts another one in the middle', async () => {
    const events = await record(function main(host) {
      'use greenlet';
      const inner = async (): Promise<void> => {
        host.compute(3);
        await Promise.resolve();
      };
      host.compute(1);
      const promise = inner();
      host.compute(2);
      void promise;
    });
    expect(stretches(events, /main/)).toEqual([
      ['run', 0, 1],
      ['run', 4, 2],
    ]);
  });

  it('has in no lane two stretches at the same time, and every arrow arrives', async () => {
    const events = await record(function main() {
      'use greenlet';
      const queue = new Queue<number>(1);
      const workers = Array.from({ length: 5 }, (_, index) =>
        spawn(function worker() {
          for (let i = 0; i < 10; i++) {
            sleep(index);
            queue.put(queue.full() ? queue.get() : i);
          }
        }),
      );
      sleep(100);
      for (const worker of workers) worker.kill();
    });
    for (const { ph, pid, tid, ts, name } of events) {
      expect([typeof ph, typeof pid, typeof tid, typeof ts, typeof name]).toEqual([
        'string',
        'number',
        'number',
        'number',
        'string',
      ]);
    }
    const lanes = groupByTid(events);
    for (const lane of lanes.values()) {
      const ordered = [...lane].sort((a, b) => a.ts - b.ts);
      for (const [i, { ts }] of ordered.entries()) {
        const before = ordered[i - 1];
        if (before !== undefined) expect(ts).toBeGreaterThanOrEqual(before.ts + (before.dur ?? 0));
      }
    }
  });

  it('is written to a file, piece by piece, and is complete when it is ended', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'trace-')), 'out.json');
    const end = trace({ file });
    await settle(useVirtualHost(), run(work));
    expect(readFileSync(file, 'utf8').length).toBeGreaterThan(50_000);
    end();
    expect((JSON.parse(readFileSync(file, 'utf8')) as Event[]).length).toBeGreaterThan(1000);
  });

  it('records nothing any more when it has been ended, and a second end does nothing', async () => {
    let text = '';
    const end = trace({ write: (chunk) => (text += chunk) });
    end();
    const complete = text;
    await settle(
      useVirtualHost(),
      spawn(() => 1),
    );
    end();
    expect(text).toBe(complete);
    expect(JSON.parse(text)).toBeInstanceOf(Array);
  });

  it('leaves the file of the one that is recorded alone when it is refused', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'trace-')), 'out.json');
    const end = trace({ file });
    await settle(useVirtualHost(), run(work));
    try {
      expect(() => trace({ file })).toThrow('greenlets are being observed already');
    } finally {
      end();
    }
    expect((JSON.parse(readFileSync(file, 'utf8')) as Event[]).length).toBeGreaterThan(0);
  });

  it('is refused while another one is recorded', () => {
    const end = trace({ write: () => undefined });
    try {
      expect(() => trace({ write: () => undefined })).toThrow('greenlets are being observed already');
    } finally {
      end();
    }
  });

  it.each([
    [{}, 'expected either a file or a function that writes, got `undefined`'],
    [{ file: 1 }, 'expected either a file or a function that writes, got `1` (number)'],
    [{ write: 'text' }, 'expected either a file or a function that writes, got `"text"` (string)'],
    [{ path: 'out.json' }, 'expected options with `file`, `write`, got an unknown option `path`'],
  ])('refuses %p', (options, message) => {
    expect(() => trace(options as never)).toThrow(new TypeError(message));
  });
});

/** More than is kept before it is written. */
function work(): void {
  'use greenlet';
  for (let i = 0; i < 1000; i++) sleep(1);
}

function groupByTid(events: readonly Event[]): Map<number, Event[]> {
  const lanes = new Map<number, Event[]>();
  for (const event of events) if (event.ph === 'X') lanes.set(event.tid, [...(lanes.get(event.tid) ?? []), event]);
  return lanes;
}
