const { readFileSync } = require('node:fs');
const { parse, parseExpression } = require('@babel/parser');

/** Parses JavaScript, TypeScript and JSX, and recovers from errors. */
module.exports = function job() {
  const source = readFileSync(require.resolve('immutable'), 'utf8');
  const types = readFileSync(require.resolve('immutable').replace(/[^/]*$/, 'immutable.d.ts'), 'utf8');
  const script = parse(source, { sourceType: 'unambiguous', attachComment: false });
  const declarations = parse(types, { sourceType: 'module', plugins: [['typescript', { dts: true }]] });
  const jsx = parseExpression('<a b={c} {...d}>text {e ? <f/> : null}</a>', { plugins: ['jsx'] });
  const broken = parse('let a; let a; class A { constructor(){} constructor(){} }', { errorRecovery: true });
  return [script, declarations, jsx, broken].map((tree) => JSON.stringify(tree));
};
