const { readFileSync } = require('node:fs');
const { minify } = require('terser');

/** Minifies mustache and underscore with a source map. */
module.exports = async function job() {
  const results = [];
  for (const name of ['mustache', 'underscore']) {
    const source = readFileSync(require.resolve(name), 'utf8');
    results.push(
      await minify(
        { [`${name}.js`]: source },
        { sourceMap: true, compress: { passes: 2 }, mangle: { toplevel: true } },
      ),
    );
  }
  results.push(await minify('let a = 1; with (b) {', {}).catch((error) => `${error.name}: ${error.message}`));
  return results;
};
