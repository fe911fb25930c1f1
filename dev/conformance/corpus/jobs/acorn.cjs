const { readFileSync } = require('node:fs');
const acorn = require('acorn');

/** Parses itself, and reports errors. */
module.exports = function job() {
  const source = readFileSync(require.resolve('acorn'), 'utf8');
  const comments = [];
  const tree = acorn.parse(source, { ecmaVersion: 'latest', locations: true, onComment: comments });
  const errors = [
    'let a; let a;',
    'for (;;',
    'class { }',
    'x = /(/;',
    'await 1',
    '"\\u{110000}"',
    '({a:1, a})=>"use strict"',
  ];
  return { tree: JSON.stringify(tree), comments: comments.length, errors: errors.map(describe) };
};

function describe(source) {
  try {
    return JSON.stringify(acorn.parse(source, { ecmaVersion: 2022 }));
  } catch (error) {
    return `${error.name}: ${error.message} at ${error.pos}`;
  }
}
