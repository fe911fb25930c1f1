/*---
description: Short circuits, optional chains, logical assignment, templates, tags, spread and delete.
---*/
var calls = 0;
function identity(value) {
  calls++;
  return value;
}
var nothing = null;
assert.sameValue(nothing?.member[identity('never')], undefined);
assert.sameValue(identity(0) || identity('') || identity('last'), 'last');
assert.sameValue(calls, 3);
var object = {
  zero: 0,
  method() {
    return identity(this);
  },
};
assert.sameValue(object?.['method']?.(), object);
object.zero ??= identity(1);
object.zero ||= identity(2);
assert.sameValue(object.zero, 2);
assert.sameValue(`${identity(1)}-${identity('two')}`, '1-two');
function tag(strings, ...values) {
  return identity(strings.raw.join('|') + values.join());
}
assert.sameValue(tag`a${identity(1)}b\n${2}`, 'a|b\\n|1,2');
function same() {
  return ((strings) => identity(strings))`x`;
}
assert.sameValue(same(), same());
assert.sameValue(Math.max(...[1, identity(5)], identity(3)), 5);
assert.sameValue(delete object[identity('zero')], true);
assert.sameValue('zero' in object, false);
var { a = identity('default'), ...others } = { b: identity(1), c: 2 };
assert.sameValue(a + Object.keys(others).join(), 'defaultb,c');
