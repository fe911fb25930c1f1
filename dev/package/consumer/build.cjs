// Compiles the file that it is given with Babel, and prints what comes out.
const { transformFileSync } = require('@babel/core');

const [file] = process.argv.slice(2);
const sourceType = file.endsWith('.cjs') ? 'script' : 'module';
const options = { configFile: false, babelrc: false, sourceType, plugins: ['greenlets/plugin'] };
console.log(transformFileSync(file, options).code);
