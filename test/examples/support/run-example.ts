import { execFile } from 'node:child_process';
import { join } from 'node:path';

export const ROOT = join(__dirname, '../../..');
export const CLI = join(ROOT, 'dist/cli.mjs');

/** How long a test of a program may take, in ms: each starts a process that compiles first. */
export const PATIENCE = 60_000;

export interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs `examples/<name>` with the command, as a user does, and waits for its end. */
export function runExample(name: string, ...args: string[]): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [CLI, 'run', join(ROOT, 'examples', name), ...args], (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code;
      if (typeof code === 'number') resolve({ code, stdout, stderr });
      else reject(new Error(`examples/${name} did not end by itself: ${stderr}`, { cause: error }));
    });
  });
}
