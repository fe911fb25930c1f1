const R = require('ramda');
const { blocking } = require('./support/blocking.cjs');

/** Composes, transduces, and uses lenses; the functions block. */
module.exports = function job() {
  const people = [
    { name: 'Ann', age: 41 },
    { name: 'Bob', age: 17 },
    { name: 'Cid', age: 41 },
  ];
  return [
    R.pipe(
      R.filter((p) => blocking(p.age > 20)),
      R.map(R.prop('name')),
      R.join('+'),
    )(people),
    R.into(
      [],
      R.compose(
        R.map((n) => blocking(n + 1)),
        R.filter((n) => n % 2),
        R.take(3),
      ),
      R.range(0, 20),
    ),
    R.over(R.lensPath(['a', 0, 'b']), (n) => blocking(n) * 2, { a: [{ b: 4 }] }),
    R.sortWith([R.descend((p) => blocking(p.age)), R.ascend(R.prop('name'))], people),
    R.groupBy((p) => `${blocking(p.age)}`, people),
    R.curry((a, b, c) => [a, b, blocking(c)])(1)(R.__, 3)(2),
    R.converge(R.divide, [R.sum, R.length])([1, 2, 3]),
    R.tryCatch(
      () => {
        throw new Error('x');
      },
      (error) => blocking(error.message),
    )(),
    R.equals({ a: [new Map([[1, 2]])] }, { a: [new Map([[1, 2]])] }),
    R.cond([
      [R.lt(10), () => blocking('big')],
      [R.T, R.always('small')],
    ])(11),
    R.evolve({ n: (n) => blocking(n) + 1 }, { n: 1, m: 2 }),
    R.toString({ a: [new Date(0), undefined] }),
  ];
};
