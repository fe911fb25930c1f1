const { List, Map, OrderedMap, Range, Record, Seq, Set, Stack, fromJS, is, mergeDeep } = require('immutable');
const { blocking } = require('./support/blocking.cjs');

/** Builds, updates, sorts and compares collections; the callbacks block. */
module.exports = function job() {
  class Point extends Record({ x: 1, y: 2 }) {
    get length() {
      return Math.hypot(this.x, this.y);
    }
  }
  let large = Map();
  for (let i = 0; i < 2000; i++) large = large.set(`k${i % 700}`, i);
  const tree = fromJS({ a: { b: [1, 2, { c: 3 }] } });
  return [
    large.size,
    large.hashCode(),
    large
      .filter((n) => n % 97 === 0)
      .sortBy((n) => -n)
      .toArray(),
    tree.updateIn(['a', 'b', 2, 'c'], (n) => blocking(n + 1)).toJS(),
    List([3, 1, 2])
      .sort((a, b) => blocking(a - b))
      .toJS(),
    Seq([1, 2, 3, 4, 5])
      .map((n) => blocking(n * n))
      .filter((n) => n > 4)
      .take(2)
      .toArray(),
    OrderedMap({ z: 1, a: 2 })
      .map((n, key) => key + blocking(n))
      .toJS(),
    Set.of(1, 2, 3)
      .union([3, 4])
      .reduce((sum, n) => sum + blocking(n), 0),
    List.of('a', 'bb', 'cc')
      .groupBy((s) => blocking(s.length))
      .toJS(),
    Range(0, 20, 3).reverse().toArray(),
    Stack.of(1, 2).push(3).toArray(),
    new Point({ x: 3, y: 4 }).length,
    is(fromJS({ a: [1] }), fromJS({ a: [1] })),
    mergeDeep({ a: { b: 1 } }, { a: { c: 2 } }),
    large
      .withMutations((map) => {
        for (let i = 0; i < 690; i++) map.delete(`k${blocking(i)}`);
      })
      .keySeq()
      .toArray(),
    String(tree),
    String(new Point()),
    List(Range(0, 100)).setSize(1100).slice(90, 105).toJS(),
  ];
};
