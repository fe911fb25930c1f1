const immer = require('immer');
const { blocking } = require('./support/blocking.cjs');

/** Produces new states with patches; the recipes block. */
module.exports = function job() {
  immer.enablePatches();
  immer.enableMapSet();
  const base = {
    list: [
      { id: 1, done: false },
      { id: 2, done: true },
    ],
    map: new Map([['a', { n: 1 }]]),
    set: new Set([1]),
  };
  const [next, patches, inverse] = immer.produceWithPatches(base, (draft) => {
    draft.list[0].done = blocking(true);
    draft.list.push({ id: blocking(3), done: false });
    draft.map.get('a').n += blocking(10);
    draft.set.add(blocking(2));
    delete draft.list[1].done;
  });
  const add = immer.produce((draft, n) => {
    draft.n += blocking(n);
  });
  return [
    next,
    patches,
    inverse,
    immer.applyPatches(next, inverse),
    base,
    next.list[1] === base.list[1],
    add({ n: 1 }, 2),
    Object.isFrozen(next),
  ];
};
