import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import type { Project } from './project.ts';

const root = join(__dirname, '../..');
const cli = join(root, 'dist/cli.mjs');
const register = pathToFileURL(join(root, 'dist/register.mjs')).href;

// Starting and compiling takes its time on a busy machine.
jest.setTimeout(60_000);

export interface Outcome {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the command `greenlets` in a project until it ends. */
export function greenlets({ folder }: Pick<Project, 'folder'>, ...args: string[]): Promise<Outcome> {
  return new Running([cli, ...args], folder).outcome;
}

/** Runs `node --import greenlets/register` in a project until it ends. */
export function nodeWithRegister({ folder }: Project, args: string[], env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  return new Running(['--import', register, ...args], folder, env).outcome;
}

/** Starts the command `greenlets` in a project. */
export function startGreenlets({ folder }: Project, ...args: string[]): Running {
  return new Running([cli, ...args], folder);
}

/** Starts `node --import greenlets/register` in a project. */
export function startNodeWithRegister({ folder }: Project, ...args: string[]): Running {
  return new Running(['--import', register, ...args], folder);
}

/** A child process whose output is collected. */
export class Running {
  readonly outcome: Promise<Outcome>;
  /** The signal that ended the child; null if it exited. Known when there is an outcome. */
  endedBy: NodeJS.Signals | null = null;
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  #stdout = '';
  #stderr = '';

  constructor(args: string[], cwd: string, env: NodeJS.ProcessEnv = {}) {
    this.#child = spawn(process.execPath, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => (this.#stdout += text));
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => (this.#stderr += text));
    this.outcome = this.#finish();
  }

  /** Waits until the child has printed the text; rejects if it ends before. */
  async untilPrinted(text: string): Promise<void> {
    while (!this.#stdout.includes(text)) {
      await Promise.race([once(this.#child.stdout, 'data'), this.outcome]);
      if (this.#child.exitCode !== null || this.endedBy !== null)
        throw new Error(`ended without printing "${text}": ${this.#stderr}`);
    }
  }

  /** The same for what it reports on its standard error. */
  async untilReported(text: string): Promise<void> {
    while (!this.#stderr.includes(text)) {
      await Promise.race([once(this.#child.stderr, 'data'), this.outcome]);
      if (this.#child.exitCode !== null || this.endedBy !== null)
        throw new Error(`ended without reporting "${text}": ${this.#stderr}`);
    }
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name);
  }

  async #finish(): Promise<Outcome> {
    const [exitCode, endedBy] = (await once(this.#child, 'close')) as [number | null, NodeJS.Signals | null];
    this.endedBy = endedBy;
    return { exitCode, stdout: this.#stdout, stderr: this.#stderr };
  }
}
