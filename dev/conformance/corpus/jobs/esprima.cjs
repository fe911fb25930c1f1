const { readFileSync } = require('node:fs');
const esprima = require('esprima');

/** Parses and tokenizes underscore, and calls back for every node. */
module.exports = function job() {
  const source = readFileSync(require.resolve('underscore'), 'utf8');
  const types = {};
  const tree = esprima.parseScript(source, { range: true, loc: true, comment: true }, (node) => {
    types[node.type] = (types[node.type] ?? 0) + 1;
  });
  const tokens = esprima.tokenize(source, { range: true });
  const tolerant = esprima.parseScript('var a = 08; return 1; with (a) {}', { tolerant: true });
  return { tree: JSON.stringify(tree), tokens: JSON.stringify(tokens), types, tolerant: JSON.stringify(tolerant) };
};
