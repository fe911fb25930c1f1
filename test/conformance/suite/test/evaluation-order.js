/*---
description: Operands are evaluated from left to right, the callee and its receiver before the arguments.
---*/
var steps = [];
function step(name, value) {
  steps.push(name);
  return value;
}

var object = {
  method: function (a, b) {
    return this === object && a === 1 && b === 2;
  },
};
assert(step('receiver', object)[step('key', 'method')](step('a', 1), step('b', 2)), 'the receiver');
assert.sameValue(steps.join(), 'receiver,key,a,b');

var x = 1;
assert.sameValue(x + (x = step('x', 5)) + x, 11);
var target = {};
steps = [];
target[step('target key', 'k')] = step('value', 3);
assert.sameValue(steps.join() + target.k, 'target key,value3');
assert.throws(TypeError, function () {
  object.missing(step('argument of nothing'));
});
assert.sameValue(steps.pop(), 'argument of nothing');
