import { run } from 'greenlets';
import type { Case } from '../types.ts';

const ELEMENTS = 30_000;
const SIZES = [3, 30, 3000];

interface Callbacks {
  add: (value: number) => number;
  isNegative: (value: number) => boolean;
  sum: (total: number, value: number) => number;
  twice: (value: number) => number[];
  compare: (a: number, b: number) => number;
}

const callbacks: Callbacks = {
  add: (value) => value + 1,
  isNegative: (value) => value < 0,
  sum: (total, value) => total + value,
  twice: (value) => [value, value],
  compare: (a, b) => a - b,
};

type Use = (list: number[], callbacks: Callbacks) => unknown;

/** Plain code, which calls the native methods. */
const native: Record<string, Use> = {
  map: (list, { add }) => list.map(add),
  filter: (list, { add }) => list.filter(add),
  forEach: (list, { add }) => list.forEach(add),
  some: (list, { isNegative }) => list.some(isNegative),
  every: (list, { add }) => list.every(add),
  find: (list, { isNegative }) => list.find(isNegative),
  findIndex: (list, { isNegative }) => list.findIndex(isNegative),
  findLast: (list, { isNegative }) => list.findLast(isNegative),
  findLastIndex: (list, { isNegative }) => list.findLastIndex(isNegative),
  reduce: (list, { sum }) => list.reduce(sum, 0),
  reduceRight: (list, { sum }) => list.reduceRight(sum, 0),
  flatMap: (list, { twice }) => list.flatMap(twice),
  sort: (list, { compare }) => list.slice().sort(compare),
  'Array.from': (list, { add }) => Array.from(list, add),
};

/** Marked code, which does not know what the callbacks do: it calls the cooperative versions. */
function cooperative(name: string, list: number[], { add, isNegative, sum, twice, compare }: Callbacks): unknown {
  'use greenlet';
  switch (name) {
    case 'map':
      return list.map(add);
    case 'filter':
      return list.filter(add);
    case 'forEach':
      return list.forEach(add);
    case 'some':
      return list.some(isNegative);
    case 'every':
      return list.every(add);
    case 'find':
      return list.find(isNegative);
    case 'findIndex':
      return list.findIndex(isNegative);
    case 'findLast':
      return list.findLast(isNegative);
    case 'findLastIndex':
      return list.findLastIndex(isNegative);
    case 'reduce':
      return list.reduce(sum, 0);
    case 'reduceRight':
      return list.reduceRight(sum, 0);
    case 'flatMap':
      return list.flatMap(twice);
    case 'sort':
      return list.slice().sort(compare);
    default:
      return Array.from(list, add);
  }
}

export const names: readonly string[] = Object.keys(native).flatMap((name) =>
  SIZES.map((size) => `${name} of ${size} elements`),
);

/** Methods of arrays that take callbacks, on arrays of several sizes, with callbacks that do not wait; per element. */
export function prepare(name: string): Case {
  const [method = '', size = ''] = name.split(/ of | elements/);
  const list = Array.from({ length: Number(size) }, (_, index) => (index * 7919) % Number(size));
  const calls = ELEMENTS / list.length;
  const use = native[method] as Use;
  const contestants = {
    plain: (): void => {
      for (let call = 0; call < calls; call++) use(list, callbacks);
    },
    greenlets: () => run(repeat, method, list, calls),
  };
  return { row: 'native methods', name, operations: ELEMENTS, unit: 'ns', contestants };
}

function repeat(method: string, list: number[], calls: number): void {
  'use greenlet';
  for (let call = 0; call < calls; call++) cooperative(method, list, callbacks);
}
