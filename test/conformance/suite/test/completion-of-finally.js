/*---
description: A jump out of `finally` overrides the completion of the block.
---*/
function identity(value) {
  return value;
}
function overridden() {
  try {
    return identity('try');
  } finally {
    return identity('finally');
  }
}
function kept() {
  var result = 'before';
  try {
    return identity(result);
  } finally {
    result = identity('after');
  }
}
function abandoned() {
  outer: for (var i = 0; ; i++) {
    try {
      if (identity(i) === 3) return i;
      throw identity('lost');
    } finally {
      if (i < 3) continue outer;
    }
  }
}
assert.sameValue(overridden(), 'finally');
assert.sameValue(kept(), 'before');
assert.sameValue(abandoned(), 3);
assert.throws(RangeError, function () {
  try {
    throw new TypeError();
  } finally {
    identity(null);
    throw new RangeError();
  }
});
