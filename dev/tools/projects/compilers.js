import { EXPECTED, EXPECTED_TYPED, expectEqual } from '../project.js';

/** The program as an ES module, compiled by `@babel/cli` with the configuration of the README. */
function babel(version) {
  return {
    name: `Babel ${version}`,
    tool: '@babel/core',
    tested: 'build with @babel/cli, preset-env, TypeScript, source maps',
    async check(project) {
      const packages = ['core', 'cli', 'preset-env', 'preset-typescript'].map((name) => `@babel/${name}@${version}`);
      const configuration = {
        presets: [['@babel/preset-env', { targets: { node: '20' }, modules: false }], '@babel/preset-typescript'],
        plugins: ['greenlets/plugin'],
      };
      await project.create({ packages, files: { 'babel.config.json': JSON.stringify(configuration) } });
      await project.run('babel', 'src', '--out-dir', 'out', '--extensions', '.js,.ts', '--source-maps');
      expectEqual(await project.node('--enable-source-maps', 'out/main.js'), EXPECTED, 'the program');
      expectEqual(await project.node('out/typed.js'), EXPECTED_TYPED, 'the typed program');
    },
  };
}

const TSCONFIG = {
  compilerOptions: {
    target: 'es2022',
    module: 'nodenext',
    strict: true,
    outDir: 'plain',
    sourceMap: true,
    allowJs: true,
    checkJs: false,
    types: ['node'],
    lib: ['es2023', 'dom'],
    rootDir: 'src',
  },
  include: ['src'],
};

const tsc = {
  name: 'tsc',
  tool: 'typescript',
  tested: 'types, tsc then greenlets compile, source maps through both; CommonJS and ES modules',
  async check(project) {
    for (const type of ['module', 'commonjs']) {
      const files = { 'tsconfig.json': JSON.stringify(TSCONFIG) };
      await project.create({ packages: ['typescript@6', '@types/node@20'], files, type });
      await project.run('tsc');
      await project.run('greenlets', 'compile', '--out-dir', 'out', '--source-maps', 'plain');
      expectEqual(await project.node('--enable-source-maps', 'out/main.js'), EXPECTED, `the program (${type})`);
      expectEqual(await project.node('out/typed.js'), EXPECTED_TYPED, `the typed program (${type})`);
    }
  },
};

const command = {
  name: 'greenlets run',
  tool: 'greenlets',
  tested: 'the command and the loader, TypeScript, source maps, without any other package',
  async check(project) {
    await project.create({ packages: [] });
    expectEqual(await project.run('greenlets', 'run', 'src/main.js'), EXPECTED, 'the command');
    expectEqual(await project.run('greenlets', 'run', 'src/typed.ts'), EXPECTED_TYPED, 'the command with TypeScript');
    const loader = ['--import', 'greenlets/register'];
    expectEqual(await project.node(...loader, 'src/main.js'), EXPECTED, 'the loader');
  },
};

const minimal = {
  name: 'in production',
  tool: 'greenlets',
  tested: 'npm install --omit=dev brings this package alone; compiled code runs',
  async check(project) {
    await project.create({ packages: [] });
    const { packages } = JSON.parse(project.read('package-lock.json'));
    expectEqual(Object.keys(packages).join(), ',node_modules/greenlets', 'what is installed');
    await project.run('greenlets', 'compile', '--out-dir', 'out', 'src');
    const [total] = (await project.node('out/main.js')).split('\n');
    expectEqual(total, EXPECTED.split('\n')[0], 'the program');
  },
};

const APPLICATION = `
import express from 'express';
import nunjucks from 'nunjucks';
import { readFileSync } from 'node:fs';

const app = express();
const templates = nunjucks.configure('views', { autoescape: true });
app.set('view engine', 'njk');
templates.express(app);
app.get('/', async (request, response) => {
  const size = readFileSync('views/page.njk', 'utf8').length;
  response.send(templates.render('page.njk', { name: request.query.name, size }));
});
const server = app.listen(0, async () => {
  const answer = await fetch('http://127.0.0.1:' + server.address().port + '/?name=' + encodeURIComponent('<you>'));
  console.log(answer.status, await answer.text());
  server.close();
});
`;

const application = {
  name: 'express and nunjucks',
  tool: 'express',
  tested:
    'everything compiled, packages as well: greenlets run --mark all --include "**"; started again from the cache',
  async check(project) {
    await project.create({ packages: ['express', 'nunjucks'] });
    project.write({ 'app.mjs': APPLICATION, 'views/page.njk': 'Hello, {{ name }}: {{ size }}' });
    const start = () => project.run('greenlets', 'run', '--mark', 'all', '--include', '**', 'app.mjs');
    for (const what of ['the answer', 'the answer of the second start']) {
      expectEqual(await start(), '200 Hello, &lt;you&gt;: 29\n', what);
    }
  },
};

export const compilers = [command, application, minimal, babel(7), babel(8), tsc];
