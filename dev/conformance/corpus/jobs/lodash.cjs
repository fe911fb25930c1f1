const _ = require('lodash');
const { blocking } = require('./support/blocking.cjs');

const people = [
  { name: 'Ann', age: 41, pets: ['cat'] },
  { name: 'Bob', age: 17, pets: [] },
  { name: 'Cid', age: 41, pets: ['dog', 'eel'] },
  { name: 'Dee', age: 23, pets: ['fox'] },
];

/** Sorts, groups, chains, templates and merges; the callbacks block. */
module.exports = function job() {
  const deep = { a: [{ b: { c: 3 } }], d: new Map([[1, new Set([2])]]), e: new Date(0), f: /x/gi };
  return [
    _.sortBy(people, [(p) => blocking(-p.age), 'name']).map((p) => p.name),
    _.groupBy(people, (p) => blocking(p.age > 20)),
    _.chain(people)
      .filter((p) => blocking(p.pets.length))
      .flatMap('pets')
      .map(_.upperFirst)
      .join('+')
      .value(),
    _(_.range(300))
      .map((n) => n * 2)
      .filter((n) => n % 3)
      .take(5)
      .value(),
    _.reduceRight(people, (sum, p) => sum + blocking(p.age), 0),
    _.mergeWith({ a: [1], b: { c: 1 } }, { a: [2], b: { d: 2 } }, (x, y) =>
      _.isArray(x) ? x.concat(blocking(y)) : undefined,
    ),
    _.isEqual(_.cloneDeep(deep), deep),
    _.template('<% _.each(list, function (x) { %><li><%- x %></li><% }) %>')({ list: ['<a>', 'b'] }),
    ['camelCase', 'kebabCase', 'startCase', 'deburr', 'words'].map((name) => _[name]('déjà vu__fooBar 12XML')),
    _.curry((a, b, c) => [a, b, c])(1, _, 3)(2),
    _.memoize((n) => blocking(n + 1))(4),
    _.flow(_.property('a[0].b.c'), (n) => blocking(n) + 1)(deep),
    _.get(deep, 'a[0].b.c'),
    _.set({}, 'x[0].y', 1),
    _.orderBy(people, ['age', 'name'], ['asc', 'desc']),
    _.uniqWith([{ x: 1 }, { x: 1 }, { x: 2 }], (a, b) => blocking(_.isEqual(a, b))),
    _.attempt(() => {
      throw new Error('no');
    }).message,
  ];
};
