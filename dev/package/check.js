// Packs the package, installs it into an empty project as its users do, and runs programs there in every way that the
// README shows: `--babel VERSION` with that version of Babel, `--node FILE` with another Node.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';

const root = fileURLToPath(new URL('../../', import.meta.url));
const { node, babel } = new Command('check-package')
  .option('--node <file>', 'the Node that runs the programs', process.execPath)
  .option('--babel <version>', 'the version of Babel that is installed', '7')
  .parse()
  .opts();

/** What every program prints: the greenlet that waits least is the first. */
const EXPECTED = ['0', '200', '400', 'consumer 400,consumer 200,consumer 0', ''].join('\n');

const folder = mkdtempSync(join(tmpdir(), 'greenlets-package-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
createProject();
const failures = checks().filter(([name, check]) => !passes(name, check));
if (failures.length > 0) process.exitCode = 1;

function createProject() {
  execFileSync(process.execPath, [join(root, 'dev/build/build-if-stale.js')], { stdio: 'inherit' });
  const npm = (...args) =>
    execFileSync('npm', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  const archive = npm('pack', root, '--ignore-scripts', '--silent').trim();
  cpSync(join(root, 'dev/package/consumer'), folder, { recursive: true });
  cpSync(join(folder, 'types.mts'), join(folder, 'types.cts'));
  writeFileSync(join(folder, 'package.json'), '{ "name": "consumer", "type": "module", "private": true }');
  const presets = ['preset-typescript', 'preset-react', 'plugin-transform-modules-commonjs'];
  const packages = Number.parseInt(babel) > 7 ? ['core', ...presets] : ['core'];
  const wanted = [...packages.map((name) => `@babel/${name}@${babel}`), 'ts-morph', 'typescript@6', '@types/node@20'];
  npm('install', '--no-audit', '--no-fund', '--silent', `./${archive}`, ...wanted, '@types/babel__core@7');
}

/** What is tried, and how: each throws, or returns what was printed. */
function checks() {
  const cli = 'node_modules/greenlets/dist/cli.mjs';
  const programs = ['module.mjs', 'script.cjs', 'typed.ts'];
  return [
    ...programs.map((file) => [`greenlets run ${file}`, () => run(cli, 'run', file)]),
    ...programs.map((file) => [
      `node --import greenlets/register ${file}`,
      () => run('--import', 'greenlets/register', file),
    ]),
    ...programs.map((file) => [`greenlets compile ${file}`, () => compile(cli, file)]),
    ...programs.slice(0, 2).map((file) => [`@babel/core ${file}`, () => build(file)]),
    [
      'the types, from an ES module and from CommonJS',
      () => run('node_modules/typescript/bin/tsc', '-p', '.') + EXPECTED,
    ],
  ];
}

function compile(cli, file) {
  run(cli, 'compile', '--out-dir', 'out', file);
  return run(join('out', file.replace(/\.ts$/, '.js')));
}

function build(file) {
  const output = `built-${file}`;
  writeFileSync(join(folder, output), run('build.cjs', file));
  return run(output);
}

function run(...args) {
  return execFileSync(node, args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
}

function passes(name, check) {
  const problem = problemOf(check);
  console.log(`${problem === null ? 'ok' : 'FAILED'}: ${name}${problem === null ? '' : `\n${problem}`}`);
  return problem === null;
}

function problemOf(check) {
  try {
    const output = check();
    return output === EXPECTED ? null : `printed ${JSON.stringify(output)}`;
  } catch ({ message, stdout }) {
    return `${message}\n${stdout ?? ''}`;
  }
}
