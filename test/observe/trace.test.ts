import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Event, Queue, run, setErrorHandler, sleep, spawn, type Greenlet } from 'greenlets';
import { trace } from 'greenlets/observe';
import { virtualTime } from 'greenlets/testing';
import { settle, useVirtualHost, type VirtualHost } from '../support/virtual-host.ts';
import { importTrace, type ImportedTrace, type Slice, type TraceEvent } from './support/import-trace.ts';

const MAIN: unknown = expect.stringMatching(/^main-/);
const CONSUMER: unknown = expect.stringMatching(/^consumer-/);

/** The text of a trace of what `main` does, with the times of a virtual clock. */
async function recordText(main: (host: VirtualHost) => void): Promise<string> {
  const host = useVirtualHost();
  let text = '';
  const end = trace({ write: (chunk) => (text += chunk) });
  try {
    await settle(host, run(main, host));
  } finally {
    end();
  }
  return text;
}

/** Its events. */
async function record(main: (host: VirtualHost) => void): Promise<TraceEvent[]> {
  return JSON.parse(await recordText(main)) as TraceEvent[];
}

/** What a viewer makes of it. */
async function show(main: (host: VirtualHost) => void): Promise<ImportedTrace> {
  return importTrace(await recordText(main));
}

/** The lane, what, from when, for how long, in ms. */
function stretch({ thread, name, ts, dur }: Slice): [string, string, number, number] {
  return [thread, name, ts / 1e6, dur / 1e6];
}

/** The stretches of the lane that bears a name: what, from when, for how long, in ms. */
function stretches(events: readonly TraceEvent[], lane: RegExp): [string, number, number][] {
  const tid = tidOf(events, lane);
  return events
    .filter(({ ph, tid: id }) => ph === 'X' && id === tid)
    .map(({ name, ts, dur }) => [name, ts / 1000, (dur ?? 0) / 1000]);
}

function tidOf(events: readonly TraceEvent[], lane: RegExp): number | undefined {
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
      ['run', 0, 0],
      ['Queue.get()', 0, 10],
      ['ready', 10, 5],
      ['run', 15, 2],
    ]);
    expect(stretches(events, /main/)).toEqual([
      ['run', 0, 0],
      ['sleep(10)', 0, 10],
      ['run', 10, 5],
      ['Greenlet.get()', 15, 2],
      ['run', 17, 0],
    ]);
  });

  it('leads arrows from whoever starts or wakes a greenlet to where it runs next', async () => {
    const { flows, problems } = await show(function main(host) {
      'use greenlet';
      const queue = new Queue<number>();
      host.compute(1);
      spawn(function consumer() {
        host.compute(2);
        queue.get();
        host.compute(3);
      });
      sleep(10);
      host.compute(4);
      queue.put(1);
      host.compute(5);
      sleep(10);
    });
    expect(problems).toEqual([]);
    expect(flows.map(({ kind, from, to }) => [kind, stretch(from), stretch(to)])).toEqual([
      ['spawn', [MAIN, 'run', 0, 1], [CONSUMER, 'run', 1, 2]],
      ['wake', [MAIN, 'run', 11, 9], [CONSUMER, 'run', 20, 3]],
    ]);
  });

  it('leads arrows from and to stretches that take no time', async () => {
    const { flows, problems } = await show(function main() {
      'use greenlet';
      const queue = new Queue<number>();
      spawn(function consumer() {
        queue.get();
      });
      sleep(1);
      queue.put(1);
      sleep(1);
    });
    expect(problems).toEqual([]);
    expect(flows.map(({ kind, from, to }) => [kind, stretch(from), stretch(to)])).toEqual([
      ['spawn', [MAIN, 'run', 0, 0], [CONSUMER, 'run', 0, 0]],
      ['wake', [MAIN, 'run', 1, 0], [CONSUMER, 'run', 1, 0]],
    ]);
  });

  it('calls a greenlet as it is called when it ends', async () => {
    const { slices } = await show(function main(host) {
      'use greenlet';
      const early = spawn(work);
      early.name = 'early';
      const late = spawn(work);
      const unfinished = spawn(() => sleep(1000));
      sleep(1);
      late.name = 'late';
      unfinished.name = 'unfinished';
      sleep(10);
      host.compute(1);
    });
    expect(new Set(slices.map(({ thread }) => thread))).toEqual(new Set([MAIN, 'early', 'late', 'unfinished']));
  });

  it('shows what is not over when it ends: that a greenlet waits, is ready, or runs', async () => {
    let end = (): void => undefined;
    let text = '';
    const host = useVirtualHost();
    end = trace({ write: (chunk) => (text += chunk) });
    await settle(
      host,
      run(function main() {
        'use greenlet';
        const event = new Event();
        spawn(() => event.wait()).name = 'woken';
        spawn(() => sleep(1000)).name = 'waiting';
        sleep(10);
        host.compute(2);
        event.set();
        host.compute(3);
        end();
      }),
    );
    const last = importTrace(text)
      .slices.map(stretch)
      .filter(([, , since, time]) => since + time === 15);
    expect(last).toEqual([
      ['waiting', 'sleep(1000)', 0, 15],
      [MAIN, 'run', 10, 5],
      ['woken', 'ready', 12, 3],
    ]);
  });

  it('shows a greenlet that was running already when it began, from its first wait on', async () => {
    let end = (): void => undefined;
    let text = '';
    const host = useVirtualHost();
    await settle(
      host,
      run(function main() {
        'use greenlet';
        host.compute(2);
        end = trace({ write: (chunk) => (text += chunk) });
        host.compute(1);
        sleep(10);
      }),
    );
    end();
    expect(importTrace(text).slices.map(stretch)).toEqual([[MAIN, 'sleep(10)', 3, 10]]);
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

  it('takes no kill for a failure', async () => {
    const events = await record(function main() {
      'use greenlet';
      const victim = spawn(sleep, 1000);
      sleep(0);
      victim.kill();
      spawn(sleep, 1000).kill();
    });
    expect(events.filter(({ ph }) => ph === 'i')).toEqual([]);
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

  it('is imported as a whole: stretches follow one another in each lane, and every arrow arrives', async () => {
    const { slices, flows, problems } = await show(function main(host) {
      'use greenlet';
      const queue = new Queue<number>(1);
      const workers = Array.from({ length: 5 }, (_, index) =>
        spawn(function worker() {
          for (let i = 0; i < 10; i++) {
            sleep(index / 3);
            host.compute(index / 7);
            queue.put(i);
          }
        }),
      );
      for (let i = 0; i < 20; i++) queue.get();
      for (const worker of workers) worker.kill();
      const failing = spawn(function failing() {
        throw new Error('on purpose');
      });
      expect(failing.exception).toBeUndefined();
      failing.join();
      expect(failing.exception).toBeInstanceOf(Error);
    });
    expect(problems).toEqual([]);
    expect(slices.length).toBeGreaterThan(50);
    expect(flows.filter(({ kind }) => kind === 'spawn')).toHaveLength(6);
    expect(flows.filter(({ kind }) => kind === 'wake').length).toBeGreaterThan(5);
    for (const { from, to } of flows) {
      expect(from.ts).toBeLessThanOrEqual(to.ts);
      expect([from.name, to.name]).toEqual([expect.stringMatching(/^run$|^failed$/), 'run']);
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
    // Each lane has a name and a place in the picture.
    const lanes = new Set(events.filter(({ ph }) => ph === 'X').map(({ tid }) => tid));
    for (const name of ['thread_name', 'thread_sort_index']) {
      const named = events.filter((event) => event.name === name).map(({ tid }) => tid);
      expect(new Set(named).size).toBe(named.length);
      expect(named).toEqual(expect.arrayContaining([...lanes]));
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
    const host = useVirtualHost();
    const end = trace({ file });
    await settle(host, run(work));
    expect(readFileSync(file, 'utf8').length).toBeGreaterThan(50_000);
    end();
    expect((JSON.parse(readFileSync(file, 'utf8')) as TraceEvent[]).length).toBeGreaterThan(1000);
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
    expect((JSON.parse(readFileSync(file, 'utf8')) as TraceEvent[]).length).toBeGreaterThan(0);
  });

  it('ends with an error that is reported when it cannot be written any more, and the program goes on', async () => {
    const errors: unknown[] = [];
    const before = setErrorHandler((error) => errors.push(error));
    const full = new Error('no space left');
    let chunks = 0;
    const end = trace({
      write() {
        chunks++;
        throw full;
      },
    });
    await settle(useVirtualHost(), run(workInMany));
    setErrorHandler(before);
    end();
    expect(errors).toEqual([full]);
    expect(chunks).toBe(1);
    trace({ write: () => undefined })();
  });

  it('throws to whoever ends it if the rest of it cannot be written', async () => {
    const full = new Error('no space left');
    const end = trace({
      write() {
        throw full;
      },
    });
    await settle(useVirtualHost(), run(sleep, 1));
    expect(end).toThrow(full);
  });

  it('has a text for whatever greenlets fail with', async () => {
    const events = await record(function main() {
      'use greenlet';
      const failing = spawn(() => {
        throw Object.create(null) as Error;
      });
      failing.join();
      expect(failing.exception).toEqual({});
    });
    expect(events.filter(({ ph }) => ph === 'i')).toMatchObject([{ args: { error: 'an error that has no text' } }]);
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
    [{ file: 'a.json', write: () => undefined }, 'expected either a file or a function that writes, got both'],
    [{ file: 1 }, 'expected either a file or a function that writes, got `1` (number)'],
    [{ write: 'text' }, 'expected either a file or a function that writes, got `"text"` (string)'],
    [{ path: 'out.json' }, 'expected options with `file`, `write`, got an unknown option `path`'],
  ])('refuses %p', (options, message) => {
    expect(() => trace(options as never)).toThrow(new TypeError(message));
  });

  it('has one clock, also where a virtual one comes and goes', async () => {
    const host = useVirtualHost();
    host.compute(500);
    let text = '';
    const end = trace({ write: (chunk) => (text += chunk) });
    await virtualTime(() => {
      'use greenlet';
      host.compute(3);
      sleep(60_000);
      host.compute(4);
    });
    await settle(host, run(sleep, 20));
    end();
    const { slices } = importTrace(text);
    // The sleep of a minute takes no time.
    expect(slices.map(stretch).map(([, name, ts, dur]) => [name, ts, dur])).toEqual([
      ['run', 500, 3],
      ['run', 503, 4],
      ['sleep(20)', 507, 20],
    ]);
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
  s: ARROW,
  f: { ...ARROW, bp: (value) => value === 'e' },
  i: { ...COMMON, cat: isText, s: (value) => value === 't', args: isObject },
};

/** What is wrong with an event. */
function faultsOf(event: TraceEvent): string[] {
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
