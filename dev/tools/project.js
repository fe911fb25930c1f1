import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const exec = promisify(execFile);
const program = fileURLToPath(new URL('program/', import.meta.url));

/** What the program prints, wherever and however it was built. */
export const EXPECTED = 'total 120\nposition whole.js:9:9\n';
/** What the typed program prints. */
export const EXPECTED_TYPED = 'typed 30\n';

/** A project in a folder of its own, outside the repository, which installs the packed package as its users do. */
export class Project {
  /**
   * @param {string} folder
   * @param {string} archive what `npm pack` has made
   */
  constructor(folder, archive) {
    this.folder = folder;
    this.archive = archive;
  }

  /** Writes the program, other files, and `package.json`; then installs packages. */
  async create({ packages, files = {}, type = 'module' }) {
    mkdirSync(this.folder, { recursive: true });
    this.write({ 'package.json': JSON.stringify({ name: 'consumer', private: true, type }), ...files });
    cpSync(program, join(this.folder, 'src'), { recursive: true });
    const args = ['install', '--no-audit', '--no-fund', '--silent', '--prefer-offline', this.archive, ...packages];
    await exec('npm', args, { cwd: this.folder });
  }

  write(files) {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(this.path(file)), { recursive: true });
      writeFileSync(this.path(file), text);
    }
  }

  read(file) {
    return readFileSync(this.path(file), 'utf8');
  }

  path(file) {
    return join(this.folder, file);
  }

  version(name) {
    return JSON.parse(this.read(`node_modules/${name}/package.json`)).version;
  }

  /** Runs Node and returns what it printed. */
  async node(...args) {
    const { stdout } = await exec(process.execPath, args, { cwd: this.folder, env: cleanEnvironment() });
    return stdout;
  }

  /** Runs a command that a package has installed, and returns what it printed on both streams. */
  async run(command, ...args) {
    const options = { cwd: this.folder, env: cleanEnvironment(), maxBuffer: 2 ** 26 };
    const { stdout, stderr } = await exec(this.path(`node_modules/.bin/${command}`), args, options);
    return stdout + stderr;
  }
}

/** Without what this process has been told, as by a test runner around it; and without reports that depend on how busy the machine is. */
function cleanEnvironment() {
  const removed = { NODE_OPTIONS: undefined, NODE_ENV: undefined, NODE_V8_COVERAGE: undefined };
  return { ...process.env, ...removed, CI: 'true', GREENLETS_MONITOR: 'off' };
}

/** @throws {Error} if what was printed is not what was expected */
export function expectEqual(actual, expected, what) {
  if (actual !== expected)
    throw new Error(`${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`);
}
