const { sleep } = require('greenlets');

/** Evaluates to `value`, after other greenlets have had their turn. */
exports.blocking = function blocking(value) {
  sleep(0);
  return value;
};
