/*---
description: A variable cannot be used before its declaration, and a constant cannot be assigned to.
---*/
function identity(value) {
  return value;
}
assert.throws(ReferenceError, function () {
  identity(late);
  let late;
});
assert.throws(ReferenceError, function () {
  function read() {
    return late;
  }
  identity(read());
  const late = 1;
});
assert.throws(ReferenceError, function () {
  return (function (a = identity(b), b) {})();
});
assert.throws(TypeError, function () {
  const constant = identity(1);
  constant = identity(2);
});
assert.throws(ReferenceError, function () {
  typeof late;
  let late = identity(1);
});
switch (identity(1)) {
  case 0:
    let scoped = 'never';
  default:
    assert.throws(ReferenceError, function () {
      scoped = identity(1);
    });
}
