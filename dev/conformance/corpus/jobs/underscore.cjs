const _ = require('underscore');
const { blocking } = require('./support/blocking.cjs');

/** Sorts, groups, chains and partially applies; the callbacks block. */
module.exports = function job() {
  const words = 'the quick brown fox jumps over the lazy dog'.split(' ');
  return [
    _.sortBy(words, (word) => blocking(word.length)),
    _.groupBy(words, (word) => blocking(word[0])),
    _.chain(words)
      .map((word) => blocking(word).length)
      .uniq()
      .sortBy()
      .value(),
    _.reduce(words, (text, word) => text + blocking(word)[0], ''),
    _.min(words, (word) => blocking(word.charCodeAt(0))),
    _.memoize((n) => blocking(n * 2))(4),
    _.partial((a, b) => [a, b], _, 2)(1),
    _.template('<% for (const x of list) { %><%- x %>;<% } %>')({ list: ['<', '&'] }),
    _.isEqual({ a: [1, { b: NaN }] }, { a: [1, { b: NaN }] }),
    _.range(10, 0, -3),
    _.zip([1, 2], [3, 4]),
    _.indexBy(words, 'length'),
    _.flatten([1, [2, [3, [4]]]], 1),
    _.compose(
      (n) => blocking(n) + 1,
      (n) => n * 2,
    )(5),
    _.mapObject({ a: 1, b: 2 }, (value, key) => key + blocking(value)),
  ];
};
