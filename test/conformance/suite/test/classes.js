/*---
description: Fields, computed names, private members, super and new.target.
---*/
var order = [];
function step(name) {
  order.push(name);
  return name;
}
class Base {
  constructor(value) {
    this.target = new.target;
    this.value = value;
  }
  describe() {
    return 'base ' + step(this.value);
  }
  static create(...values) {
    return new this(...values);
  }
}
class Derived extends Base {
  [step('computed')] = step('field');
  static fixed = step('static field');
  #secret = 1;
  constructor(value) {
    step('before super');
    super(step(value));
    this.own = step('own');
  }
  describe() {
    return super.describe() + this.#add(step('x'));
  }
  #add(suffix) {
    return suffix + this.#secret;
  }
}
assert.sameValue(order.join(), 'computed,static field');
order = [];
var derived = Derived.create('value');
assert.sameValue(order.join(), 'before super,value,field,own');
assert.sameValue(derived.target, Derived);
assert.sameValue(derived.describe(), 'base valuex1');
assert.sameValue(derived.computed, 'field');
assert.throws(ReferenceError, function () {
  class Early extends Base {
    constructor() {
      step(this);
      super();
    }
  }
  new Early();
});
assert.throws(TypeError, function () {
  Base();
});
