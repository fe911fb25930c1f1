import { geometricMean } from './median.ts';
import type { Measured, Report } from './types.ts';

/** What the numbers should be: `atMost` or `atLeast`, and what would be even better. */
export interface Target {
  name: string;
  atMost?: number;
  atLeast?: number;
  beyond?: number;
  /** The quotients of which the geometric mean is taken; none if the cases were not run. */
  values: (report: Report) => number[];
}

const CALL_HEAVY = new Set(
  'richards deltablue binary-trees spectral-norm dijkstra ray-tracer queens tokenizer interpreter'.split(' '),
);

const isRow = (row: string) => (measured: Measured) => measured.row === row;
const isCase = (name: string) => (measured: Measured) => measured.name === name;
const isCallHeavy = ({ row, name }: Measured): boolean => row === 'never blocks' && CALL_HEAVY.has(name);
const isOnce64KB = ({ name }: Measured): boolean => name.endsWith('once per 64 KB');
const isSize = (kind: string) => (measured: Measured) => measured.name.endsWith(kind);

const isTracedWork = ({ row, name }: Measured): boolean => row === 'observing' && /^trace: .* 0\.1 ms$/.test(name);

const rawSwitch = quotients(isCase('raw switch, depth 1'));

export const targets: readonly Target[] = [
  { name: 'never blocks, mean against plain', atMost: 1.35, beyond: 1.1, values: quotients(isRow('never blocks')) },
  { name: 'never blocks, worst program', atMost: 2.5, beyond: 1.5, values: worst(quotients(isRow('never blocks'))) },
  {
    name: 'code that cannot suspend, emitted untouched (1.0, but for noise)',
    atMost: 1.03,
    values: quotients(({ untouched }) => untouched === true),
  },
  {
    name: 'async/await against greenlets, call-heavy programs',
    atLeast: 8,
    beyond: 20,
    values: quotients(isCallHeavy, 'async/await', 'greenlets'),
  },
  {
    name: 'rarely blocks, once per 64 KB, against synchronous',
    atMost: 1.7,
    beyond: 1.3,
    values: quotients(isOnce64KB),
  },
  {
    name: '`await` per byte against greenlets, once per 64 KB',
    atLeast: 12,
    beyond: 22,
    values: quotients(isOnce64KB, 'await per byte', 'greenlets'),
  },
  { name: 'raw switch against `await`, before Node 26', atMost: 0.8, beyond: 0.5, values: before26(rawSwitch) },
  { name: 'raw switch against `await`, Node 26', atMost: 1.1, beyond: 0.5, values: since26(rawSwitch) },
  {
    name: "raw switch against Python's greenlet",
    atMost: 0.35,
    beyond: 0.2,
    values: quotients(isCase('switch in other languages'), 'greenlets', 'Python greenlet'),
  },
  {
    name: 'raw switch at depth 100 against depth 1',
    atMost: 1.15,
    beyond: 1,
    values: quotients(isCase('raw switch, by depth'), 'depth 100'),
  },
  {
    name: 'stack of 100 frames against async functions',
    atMost: 0.8,
    beyond: 0.3,
    values: quotients(isCase('stack of 100 frames')),
  },
  {
    name: "`sleep(0)` round robin against gevent's",
    atMost: 0.2,
    beyond: 0.05,
    values: quotients(isCase('sleep(0) in other languages'), 'greenlets', 'gevent'),
  },
  {
    name: 'spawn and join against gevent',
    atMost: 0.1,
    beyond: 0.03,
    values: quotients(isCase('spawn and join in other languages'), 'greenlets', 'gevent'),
  },
  {
    name: 'spawn and join against async functions',
    atMost: 0.8,
    beyond: 0.4,
    values: quotients(isCase('spawn and join 100,000')),
  },
  {
    name: 'memory of a parked greenlet against an async function',
    atMost: 0.8,
    beyond: 0.4,
    values: quotients(isCase('parked, 100,000')),
  },
  {
    name: "queue, one to one, against gevent's",
    atMost: 0.5,
    beyond: 0.2,
    values: quotients(isCase('queue in other languages'), 'greenlets', 'gevent'),
  },
  {
    name: 'a trace, slices of 0.1 ms',
    atMost: 1.03,
    beyond: 1.01,
    values: worst(quotients(isTracedWork, 'watched')),
  },
  {
    name: 'a cooperative function against awaiting its asynchronous form, the worst',
    atMost: 1.3,
    beyond: 1,
    values: worst(quotients(isRow('cooperative modules'))),
  },
  {
    name: 'throughput of the HTTP server against async',
    atLeast: 1,
    beyond: 1.05,
    values: quotients(isRow('server'), 'async', 'greenlets'),
  },
  {
    name: 'throughput of the echo server against async',
    atLeast: 1,
    beyond: 1.2,
    values: quotients(isCase('echo server'), 'async', 'greenlets'),
  },
  {
    name: 'memory of an idle connection against async',
    atMost: 1.1,
    beyond: 0.7,
    values: quotients(isCase('10,000 idle connections'), 'greenlets', 'async'),
  },
  {
    name: 'memory of an idle connection against callbacks',
    atMost: 1.1,
    beyond: 1,
    values: quotients(isCase('10,000 idle connections'), 'greenlets', 'callbacks'),
  },
  { name: 'size, minified', atMost: 2.8, beyond: 2, values: quotients(isSize('size, minified')) },
  { name: 'size, minified and gzipped', atMost: 1.9, beyond: 1.5, values: quotients(isSize('size, gzipped')) },
];

/** @returns undefined if the cases were not run */
export function valueOf(target: Target, report: Report): number | undefined {
  const values = target.values(report);
  return values.length === 0 ? undefined : geometricMean(values);
}

export function verdict(
  { atMost = Infinity, atLeast = 0, beyond = NaN }: Target,
  value: number,
): 'missed' | 'met' | 'beyond' {
  if (value > atMost || value < atLeast) return 'missed';
  return (atLeast > 0 ? value >= beyond : value <= beyond) ? 'beyond' : 'met';
}

/** One contestant against another (unless told otherwise, the first) in every such case. */
function quotients(
  isMeant: (measured: Measured) => boolean,
  contestant = 'greenlets',
  other?: string,
): Target['values'] {
  return ({ cases }) =>
    cases.filter(isMeant).flatMap(({ results }) => {
      const ratio = (name: string) => results.find((result) => result.contestant === name)?.ratio;
      const own = ratio(contestant);
      const others = other === undefined ? results[0]?.ratio : ratio(other);
      return own === undefined || others === undefined ? [] : [own / others];
    });
}

/** Node 26 has made `await` much faster. */
function since26(values: Target['values']): Target['values'] {
  return (report) => (isSince26(report) ? values(report) : []);
}

function before26(values: Target['values']): Target['values'] {
  return (report) => (isSince26(report) ? [] : values(report));
}

function isSince26({ node }: Report): boolean {
  return Number(/\d+/.exec(node)?.[0]) >= 26;
}

function worst(values: Target['values']): Target['values'] {
  return (report) => {
    const all = values(report);
    return all.length === 0 ? [] : [Math.max(...all)];
  };
}
