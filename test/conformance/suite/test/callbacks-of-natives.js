/*---
description: Native methods call functions with the values, in the order and as often as the language says.
---*/
function identity(value) {
  return value;
}
assert.sameValue([1, 2, 3].map((x) => identity(x * 2)).join(), '2,4,6');
assert.sameValue([3, 1, 2].sort((a, b) => identity(a - b)).join(), '1,2,3');
assert.sameValue([1, , 3].filter(() => identity(true)).length, 2, 'holes are skipped');
assert.sameValue(
  [1, 2, 3].reduce((sum, x) => identity(sum + x)),
  6,
);
assert.sameValue(
  'a-b'.replace(/\w/g, (letter) => identity(letter.toUpperCase())),
  'A-B',
);
assert.sameValue(
  JSON.stringify({ a: 1, b: 2 }, (key, value) => (key === 'b' ? undefined : identity(value))),
  '{"a":1}',
);
assert.sameValue(Array.from({ length: 2 }, (_, i) => identity(i)).join(), '0,1');
assert.sameValue(
  Reflect.apply(
    function (a, b) {
      return identity(this.n + a + b);
    },
    { n: 1 },
    [2, 3],
  ),
  6,
);
var keys = '';
new Map([
  ['a', 1],
  ['b', 2],
]).forEach((value, key) => (keys += identity(key + value)));
assert.sameValue(keys, 'a1b2');
assert.throws(TypeError, function () {
  [].reduce((a, b) => identity(a + b));
});
