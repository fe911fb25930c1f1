import { gzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { expectEqual } from '../project.js';

/** Two programs, and the kilobytes that each may take, minified and gzipped. */
const PROGRAMS = {
  small: `
import { run, sleep } from 'greenlets';

await run(() => {
  'use greenlet';
  sleep(1);
  console.log('done');
});
`,
  larger: `
import { Pool, Queue, run, sleep, spawn } from 'greenlets';

await run(() => {
  'use greenlet';
  const queue = new Queue();
  spawn(() => {
    'use greenlet';
    sleep(1);
    queue.put('do');
  });
  const end = new Pool(2).spawn(() => {
    'use greenlet';
    sleep(1);
    return 'ne';
  });
  console.log(queue.get() + end.get());
});
`,
};

const ROLLUP = `
import resolve from '@rollup/plugin-node-resolve';
import replace from '@rollup/plugin-replace';
import terser from '@rollup/plugin-terser';
import greenlets from 'greenlets/rollup';
import { rollup } from 'rollup';

const [input, file] = process.argv.slice(2);
const bundle = await rollup({
  input,
  treeshake: { tryCatchDeoptimization: false },
  plugins: [
    replace({ 'process.env.NODE_ENV': '"production"', preventAssignment: true }),
    resolve({ browser: true, exportConditions: ['module'] }),
    greenlets(),
    terser({ module: true }),
  ],
  onwarn() {},
});
await bundle.write({ file });
`;

const WEBPACK = `
import { resolve } from 'node:path';
import greenlets from 'greenlets/webpack';
import webpack from 'webpack';

const [entry, file] = process.argv.slice(2);
const compiler = webpack({
  mode: 'production',
  target: 'web',
  entry: './' + entry,
  experiments: { outputModule: true },
  output: { path: resolve('.'), filename: file, module: true },
  plugins: [greenlets()],
});
compiler.run((error, stats) => {
  if (error || stats.hasErrors()) throw error ?? new Error(stats.toString());
  compiler.close(() => {});
});
`;

function bundle(name, packages, build, limits) {
  return {
    name: `${name}, for browsers`,
    tool: packages[0],
    tested: `size of ${Object.keys(PROGRAMS).length} programs, minified and gzipped`,
    async check(project) {
      const files = Object.entries(PROGRAMS).map(([program, text]) => [`src/${program}.js`, text]);
      await project.create({ packages, files: { 'build.mjs': build } });
      project.write(Object.fromEntries(files));
      const sizes = [];
      for (const [program, limit] of Object.entries(limits)) {
        const file = `out-${program}.mjs`;
        await project.node('build.mjs', `src/${program}.js`, file);
        expectEqual(await project.node(file), 'done\n', program);
        const size = gzipSync(readFileSync(project.path(file))).length / 1000;
        if (size > limit) throw new Error(`${program} has ${size.toFixed(1)} kB, ${limit} are allowed`);
        sizes.push(size.toFixed(1));
      }
      return `${sizes.join(' and ')} kB`;
    },
  };
}

export const browserBundles = [
  bundle(
    'Rollup',
    ['rollup', '@rollup/plugin-node-resolve', '@rollup/plugin-replace', '@rollup/plugin-terser'],
    ROLLUP,
    { small: 15.9, larger: 28 },
  ),
  bundle('webpack', ['webpack'], WEBPACK, { small: 19.2, larger: 33.1 }),
];
