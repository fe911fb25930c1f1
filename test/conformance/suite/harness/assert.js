function assert(value, message) {
  if (value !== true) throw new Test262Error(message + ': expected true, got ' + String(value));
}

assert.sameValue = function (actual, expected, message) {
  if (!Object.is(actual, expected)) {
    throw new Test262Error((message || '') + ': expected ' + String(expected) + ', got ' + String(actual));
  }
};

assert.throws = function (type, run, message) {
  try {
    run();
  } catch (error) {
    assert.sameValue(error.constructor, type, message || 'the type of the error');
    return;
  }
  throw new Test262Error((message || '') + ': expected ' + type.name + ', but nothing was thrown');
};
