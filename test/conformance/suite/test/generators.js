/*---
description: Generators keep their state between calls, delegate, and run their finally blocks.
---*/
var log = [];
function note(value) {
  log.push(value);
  return value;
}
function* inner() {
  try {
    note(yield note('first'));
    yield note('second');
  } finally {
    note('cleanup');
  }
}
function* outer() {
  const result = yield* inner();
  return note(result);
}
var generator = outer();
assert.sameValue(generator.next('ignored').value, 'first');
assert.sameValue(generator.next('sent').value, 'second');
assert.sameValue(generator.return('early').value, 'early');
assert.sameValue(generator.next().done, true);
assert.sameValue(log.join(), 'first,sent,second,cleanup');
assert.sameValue(
  [
    ...(function* (n) {
      while (n > 0) yield note(n--);
    })(3),
  ].join(),
  '3,2,1',
);
assert.throws(RangeError, function () {
  outer().throw(new RangeError());
});
