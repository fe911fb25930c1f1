/** What blocks in programs. */
export const NAP = `
import { pause } from 'pause';
function nap(value) { pause(10); return [value]; }`;

/** A program, and the stacks at its waits, innermost first. Those that are alike are told once. */
export const generatorPrograms: Record<string, [source: string, stacks: string[]]> = {
  'a generator': [
    `
function* steps() {
  yield 1;
  const value = nap(2);
  yield value;
}
export function program() {
  const found = [];
  for (const value of steps()) found.push(value);
  return found;
}`,
    ['nap at 3: pause < steps at 6: nap < program at 11: steps'],
  ],
  'a generator that iterates over another': [
    `
function* inner() { const value = nap(1); yield value; }
function* outer() {
  for (const value of inner()) yield [value];
}
export function program() {
  const found = [];
  for (const value of outer()) found.push(value);
  return found;
}`,
    ['nap at 3: pause < inner at 4: nap < outer at 6: inner < program at 10: outer'],
  ],
  'a generator that delegates': [
    `
function* inner() { const value = nap(1); yield value; return nap(2); }
function* outer() {
  yield 0;
  const value = yield* inner();
  yield [value];
}
export function program() {
  const found = [];
  for (const value of outer()) found.push(value);
  return found;
}`,
    ['nap at 3: pause < inner at 4: nap < outer at 7: yield < program at 12: outer'],
  ],
  'generators that delegate at three levels': [
    `
function* a() { yield nap(1); yield nap(2); }
function* b() { yield* a(); }
function* c() {
  yield* b();
}
function* d() { yield [yield* c()]; }
export function program() {
  const found = [];
  for (const value of d()) found.push(value);
  return found;
}`,
    ['nap at 3: pause < a at 4: nap < b at 5: yield < c at 7: yield < d at 9: yield < program at 12: d'],
  ],
  'a generator that delegates to what blocks when it is asked for an iterator': [
    `
const iterable = { [Symbol.iterator]() { const [value] = nap(1); return [value][Symbol.iterator](); } };
function* outer() { yield* iterable; }
export function program() {
  const found = [];
  for (const value of outer()) found.push(value);
  return found;
}`,
    ['nap at 3: pause < iterator] at 4: nap < outer at 5: yield < program at 8: outer'],
  ],
  'a generator that delegates to an iterator which is none': [
    `
let count = 0;
const iterator = { next() { const value = nap(count); return { value, done: count++ > 2 }; } };
const iterable = { [Symbol.iterator]() { return iterator; } };
function* outer() { yield* iterable; }
export function program() {
  const found = [];
  for (const value of outer()) found.push(value);
  return found;
}`,
    ['nap at 3: pause < next at 5: nap < outer at 7: yield < program at 10: outer'],
  ],
  'a method of a class': [
    `
class Shop {
  stock = [1, 2];
  *items() { for (const item of this.stock) yield nap(item); }
  static *all() { yield* new this().items(); }
  *[Symbol.iterator]() { yield* Shop.all(); }
}
export function program() {
  const found = [];
  for (const value of new Shop()) found.push(value);
  return found;
}`,
    ['nap at 3: pause < items at 6: nap < all at 7: yield < iterator] at 8: yield < program at 12: new'],
  ],
  'a generator in a try with a finally that it must not run yet': [
    `
const log = [];
function* steps() {
  try {
    yield nap(1);
    yield nap(2);
  } catch {
    log.push('caught');
  } finally {
    log.push('finally');
    nap(3);
  }
}
export function program() {
  for (const value of steps()) log.push(value);
  return log;
}`,
    [
      'nap at 3: pause < steps at 7: nap < program at 17: steps',
      'nap at 3: pause < steps at 8: nap < program at 17: steps',
      'nap at 3: pause < steps at 13: nap < program at 17: steps',
    ],
  ],
  'a generator that is spread': [
    `
function* steps() { yield nap(1); yield nap(2); }
export function program() {
  const found = [0, ...steps(), 3];
  return found;
}`,
    ['nap at 3: pause < steps at 4: nap < program at 6: '],
  ],
  'a generator that is taken apart': [
    `
function* steps() { yield nap(1); yield nap(2); }
export function program() {
  const [first, second] = steps();
  return [first, second];
}`,
    ['nap at 3: pause < steps at 4: nap < program at 6: '],
  ],
  'a generator whose next() is called': [
    `
function* steps() { const given = yield nap(1); yield [given, nap(2)]; }
export function program() {
  const iterator = steps();
  const first = iterator.next('ignored');
  const second = iterator.next('given');
  return [first, second];
}`,
    [
      'nap at 3: pause < steps at 4: nap < program at 7: next',
      'nap at 3: pause < steps at 4: nap < program at 8: next',
    ],
  ],
  'a generator that is closed': [
    `
function* inner() { try { yield 1; } finally { nap(2); } }
function* outer() { yield* inner(); }
export function program() {
  const iterator = outer();
  const first = iterator.next();
  const last = iterator.return('end');
  return [first, last];
}`,
    ['nap at 3: pause < inner at 4: nap < outer at 5: yield < program at 9: return'],
  ],
  'a generator that an error is thrown into': [
    `
function* inner() { try { yield 1; } catch (error) { yield [error, nap(2)]; } }
function* outer() { yield* inner(); }
export function program() {
  const iterator = outer();
  const first = iterator.next();
  const second = iterator.throw('error');
  return [first, second, iterator.next()];
}`,
    ['nap at 3: pause < inner at 4: nap < outer at 5: yield < program at 9: throw'],
  ],
  'a generator that never ends': [
    `
function* naturals() { for (let at = 0; ; at++) yield nap(at); }
export function program() {
  const found = [];
  for (const [value] of naturals()) {
    if (value > 3) break;
    found.push(value);
  }
  return found;
}`,
    ['nap at 3: pause < naturals at 4: nap < program at 7: naturals'],
  ],
  'a generator whose parameters have blocked': [
    `
function* steps(first = nap(1)) { yield first; yield nap(2); }
export function program() {
  const found = [];
  for (const value of steps()) found.push(value);
  return found;
}`,
    ['nap at 3: pause < steps at 4: nap < program at 7: steps'],
  ],
  'a generator that constructs what blocks': [
    `
class Late { constructor() { this.value = nap(1); } }
function* steps() { yield new Late().value; }
export function program() {
  const found = [...steps()];
  return found;
}`,
    ['nap at 3: pause < Late at 4: nap < steps at 5: new < program at 7: '],
  ],
};
