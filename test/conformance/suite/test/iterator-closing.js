/*---
description: An iterator is closed when a loop or a pattern ends early, and only then.
---*/
var closed = 0;
function count(limit) {
  var i = 0;
  return {
    [Symbol.iterator]() {
      return this;
    },
    next() {
      return { value: i, done: i++ >= limit };
    },
    return() {
      closed++;
      return {};
    },
  };
}
function identity(value) {
  return value;
}
for (const value of count(3)) identity(value);
assert.sameValue(closed, 0, 'to the end');
for (const value of count(3)) if (identity(value) === 1) break;
assert.sameValue(closed, 1, 'break');
assert.throws(RangeError, function () {
  for (const value of count(3)) throw identity(new RangeError(value));
});
assert.sameValue(closed, 2, 'throw');
var [first, ...rest] = count(4);
assert.sameValue(first + rest.length, 3);
assert.sameValue(closed, 2, 'a pattern that takes everything');
var [a = identity(1), b] = count(4);
assert.sameValue(a + b, 1);
assert.sameValue(closed, 3, 'a pattern that does not');
