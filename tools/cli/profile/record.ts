import { closeSync, existsSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { resolve } from 'node:path';
import { isInProject } from '../../compile/project/scope.ts';
import type { CompileOptions } from '../../compile/options.ts';
import { UsageError } from '../report.ts';
import { Blocking } from './blocking.ts';
import { recordCalls } from './calls.ts';
import { recordCpu } from './cpu.ts';
import { profilePage } from './html.ts';
import { reportMarks } from './marks.ts';
import type { ProfileReport } from './report.ts';
import { profileText } from './text.ts';

const STDERR = 2;

export interface RecordOptions {
  /** The path of the program. */
  readonly program: string;
  readonly isPlain: boolean;
  readonly options: CompileOptions;
  /** Where else the profile goes. */
  readonly json: string | undefined;
  readonly html: string | undefined;
}

/**
 * Observes the program that is about to run, and prints what was found when the process ends, on its standard error.
 *
 * @throws {UsageError} if a file cannot be written
 */
export async function recordProgram(request: RecordOptions): Promise<void> {
  const { program, isPlain, options } = request;
  // The program may change the folder in which paths begin.
  const [json, html] = [request.json, request.html].map((file) => (file === undefined ? file : writablePath(file)));
  // All copies of the runtime share their observers, so this one sees the greenlets of any.
  const { profileProgram } = await import('../../../runtime/observe/profile/profile.ts');
  const { observers } = await import('../../../runtime/hub/observers.ts');
  const { beforeExit } = await import('../../../runtime/observe/before-exit.ts');
  const isOfProgram = (file: string): boolean => isInProject(file, options);
  const blocking = new Blocking();
  const endCpu = recordCpu(isOfProgram, blocking.stretches);
  const endCalls = recordCalls(isOfProgram);
  observers.add(blocking);
  const endProfile = profileProgram();
  beforeExit(() => {
    const profile = endProfile();
    const cpu = endCpu();
    const report: ProfileReport = { program, isPlain, profile, cpu, marks: reportMarks(profile, options, endCalls()) };
    writeSync(STDERR, `\n${profileText(report)}\n`);
    if (json !== undefined) write(json, `${JSON.stringify(report, null, 2)}\n`);
    if (html !== undefined) write(html, profilePage(report));
  });
}

/** The whole path of a file that is to be written later. What it holds stays until then. */
function writablePath(file: string): string {
  const isNew = !existsSync(file);
  writing(file, () => closeSync(openSync(file, 'a')));
  if (isNew) rmSync(file);
  return resolve(file);
}

function write(file: string, text: string): void {
  writing(file, () => writeFileSync(file, text));
}

function writing(file: string, action: () => void): void {
  try {
    action();
  } catch (error) {
    throw new UsageError(`cannot write ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
