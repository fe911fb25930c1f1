/*---
description: Calls, classes, generators and patterns need nothing that a program has replaced.
---*/
function replaced() {
  throw new Error('a construct of the language has used what the program replaced');
}
var taken = Reflect;
var names = ['create', 'defineProperty', 'getOwnPropertyDescriptor', 'getPrototypeOf', 'hasOwn', 'setPrototypeOf'];
var kept = {};
for (const name of names) kept[name] = Object[name];

function step(value) {
  return value;
}

function program() {
  class Base {
    constructor(first, ...rest) {
      this.values = [first, ...rest];
    }
    get size() {
      return this.values.length;
    }
    static create(...values) {
      return new this(...values);
    }
  }
  class Derived extends Base {
    [step('named')] = step('field');
    #hidden = step(1);
    constructor(...values) {
      super(...values);
      this.own = step('own');
    }
    describe() {
      return step(super.size) + this.#hidden;
    }
  }
  function* numbers(...values) {
    yield* values.map(step);
    yield step(values.length);
  }
  var derived = Derived.create(1, 2, 3, 4, 5);
  var { own, [step('named')]: named, ...others } = derived;
  var key = { toString: () => step('key') };
  var object = { [key]: step('by key'), ...others };
  var anonymous = { [step('f')]: () => step(1) };
  var total = 0;
  for (const [index, value] of [...numbers(1, 2, 3, 4)].entries()) total += index * value;
  var failure;
  try {
    step(undefined).property;
  } catch (error) {
    failure = error.name + error.stack.length.toString().slice(9);
  }
  return [derived.describe(), own, named, object.key, object.values.length, anonymous.f.name, total, failure].join();
}

Object.assign(globalThis, { Reflect: undefined });
for (const name of names) Object[name] = replaced;
var result;
try {
  result = program();
} finally {
  Object.assign(globalThis, { Reflect: taken });
  for (const name of names) Object[name] = kept[name];
}
assert.sameValue(result, '6,own,field,by key,5,f,36,TypeError');
