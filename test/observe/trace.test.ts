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

  it('consists of events as the format of Chrome describes them', async () => {
    const events = await record(function main(host) {
      'use greenlet';
      const queue = new Queue<number>(1);
      const failing = spawn(function failing() {
        queue.get();
        host.compute(3);
        throw new RangeError('on purpose');
      });
      sleep(5);
      queue.put(1);
      failing.join();
      expect(failing.exception).toBeInstanceOf(RangeError);
    });
    expect(events.flatMap(faultsOf)).toEqual([]);
    expect(new Set(events.map(({ ph }) => ph))).toEqual(new Set(['X', 'M', 's', 'f', 'i']));
    // Each lane has a name and a place in the picture, and each arrow a beginning before its end.
    const lanes = new Set(events.filter(({ ph }) => ph === 'X').map(({ tid }) => tid));
    for (const name of ['thread_name', 'thread_sort_index']) {
      const named = events.filter((event) => event.name === name).map(({ tid }) => tid);
      expect(new Set(named).size).toBe(named.length);
      expect(named).toEqual(expect.arrayContaining([...lanes]));
    }
    for (const end of events.filter(({ ph }) => ph === 'f')) {
      const starts = events.filter(({ ph, id }) => ph === 's' && id === end.id);
      expect(starts).toHaveLength(1);
      expect(starts[0]?.ts).toBeLessThanOrEqual(end.ts);
      // Viewers bind an arrow to the stretch that contains its end.
      const holdsEnd = ({ ph, tid, ts, dur = 0 }: Event): boolean =>
        ph === 'X' && tid === end.tid && ts <= end.ts && end.ts <= ts + dur;
      expect(events.some(holdsEnd)).toBe(true);
    }
  });

  it('needs as much memory for many events as for few', async () => {
    let longest = 0;
    let total = 0;
    const end = trace({
      write: (chunk) => {
        longest = Math.max(longest, chunk.length);
        total += chunk.length;
      },
    });
    await settle(useVirtualHost(), run(workInMany));
    end();
    expect(total).toBeGreaterThan(2_000_000);
    expect(longest).toBeLessThan(70_000);
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

const isNumber = (value: unknown): boolean => typeof value === 'number' && value >= 0;
const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;

type Shape = Readonly<Record<string, (value: unknown) => boolean>>;

const COMMON: Shape = { ph: isText, name: isText, pid: isNumber, tid: isNumber, ts: isNumber };
const ARROW: Shape = { ...COMMON, cat: isText, id: isNumber };

/** What each kind of event has, and nothing else; those that end with `?` may be missing. */
const SHAPES: Readonly<Record<string, Shape>> = {
  X: { ...COMMON, dur: isNumber, cat: isText, 'cname?': isText },
  M: { ...COMMON, args: isObject },
  s: { ...ARROW, args: isObject },
  f: { ...ARROW, bp: (value) => value === 'e' },
  i: { ...COMMON, cat: isText, s: (value) => value === 't', args: isObject },
};

/** What is wrong with an event. */
function faultsOf(event: Event): string[] {
  const shape = SHAPES[event.ph] ?? {};
  const fields = new Map(Object.entries(event) as [string, unknown][]);
  const faults = Object.entries(shape).flatMap(([key, isRight]) => {
    const name = key.replace('?', '');
    const value = fields.get(name);
    const isFine = (key.endsWith('?') && !fields.has(name)) || isRight(value);
    fields.delete(name);
    return isFine ? [] : [`${name} of ${JSON.stringify(event)}`];
  });
  return [...faults, ...[...fields.keys()].map((name) => `${name} in ${JSON.stringify(event)}`)];
}

/** In very many greenlets. */
function workInMany(): void {
  'use greenlet';
  for (let i = 0; i < 5000; i++) spawn(sleep, 1).join();
}

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
