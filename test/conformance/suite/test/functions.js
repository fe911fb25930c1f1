/*---
description: Names, lengths, arguments and the receiver of functions.
flags: [noStrict]
---*/
function identity(value) {
  return value;
}
function declared(a, b = identity(2), ...rest) {
  return identity(arguments.length + b + rest.length);
}
assert.sameValue(declared.name + declared.length, 'declared1');
assert.sameValue(declared(1), 3);
assert.sameValue(declared(1, 2, 3), 6);
var arrow = (a, b) => identity(a + b);
assert.sameValue(arrow.name + arrow.length, 'arrow2');
assert.sameValue('prototype' in arrow, false);

function mapped(a) {
  arguments[0] = identity('changed');
  return identity(a);
}
assert.sameValue(mapped('given'), 'changed');
function sloppy() {
  return identity(typeof this);
}
assert.sameValue(sloppy.call(1), 'object');
function strict() {
  'use strict';
  return identity(typeof this);
}
assert.sameValue(strict.call(1), 'number');
assert.sameValue(
  (function fact(n) {
    return n < 2 ? identity(1) : n * fact(n - 1);
  })(5),
  120,
);
