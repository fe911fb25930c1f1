import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from '@babel/core';
import { Running } from '../../tools/command.ts';
import { createProject } from '../../tools/project.ts';
import { forms, type Form } from './forms.ts';

/** How the programs are written, and what is done to them. `untouched`: nothing in them ever waits. */
export interface Variant {
  readonly format: 'mjs' | 'cjs';
  readonly untouched?: boolean;
  readonly stress?: boolean;
}

/** What stands for BODY: the form has called what waits, or has waited itself, or has not waited yet; then an error is thrown. */
const BODIES = {
  parked: 'const y = fail(); return [y];',
  resumed: 'pause(); const error = new Error("failed"); throw error;',
  fresh: 'const error = new Error("failed"); throw error;',
};
export type Situation = keyof typeof BODIES;
export const situations = Object.keys(BODIES) as Situation[];

/** The same of an async function, which waits by `await`. */
const ASYNC_BODIES: typeof BODIES = {
  parked: 'await null; const y = fail(); return [y];',
  resumed: 'await null; const error = new Error("failed"); throw error;',
  fresh: BODIES.fresh,
};

/** Prints, for each program that it is given the number of, the stack of the error with which it ends. */
const DRIVER = `
import { run } from 'greenlets';
import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
const [count, extension, isUntouched] = process.argv.slice(2);
Error.stackTraceLimit = 100;
process.on('unhandledRejection', () => {});
const stacks = [];
for (let at = 0; at < Number(count); at++) {
  const file = './program' + at + '.' + extension;
  const module = extension === 'mjs' ? await import(file) : require(file);
  globalThis.own = module;
  const { program } = module;
  try {
    await (isUntouched === 'true' ? (0, program)() : run(program));
    stacks.push('no error');
  } catch (error) {
    stacks.push(error.stack);
  }
}
console.log(JSON.stringify(stacks));
`;

const root = join(__dirname, '../../..');

/** The names in the stacks of all forms, innermost first and \`_\` if there is none, by the title of the form. */
export async function namesOfForms(variant: Variant): Promise<Record<string, Record<Situation, string>>> {
  const programs = Object.values(forms).flatMap((form) =>
    situations.map((situation) => compile(sourceOf(form, situation, variant), variant)),
  );
  const files = programs.map((code, at) => [`program${String(at)}.${variant.format}`, code]);
  const project = createProject({ 'driver.mjs': DRIVER, ...(Object.fromEntries(files) as Record<string, string>) });
  mkdirSync(project.path('node_modules'));
  symlinkSync(root, project.path('node_modules/greenlets'), 'dir');
  const args = [String(programs.length), variant.format, String(variant.untouched === true)];
  const { stdout, stderr } = await new Running(['driver.mjs', ...args], project.folder).outcome;
  if (stderr !== '') throw new Error(stderr);
  const stacks = (JSON.parse(stdout) as string[]).values();
  return Object.fromEntries(
    Object.keys(forms).map((title) => [
      title,
      Object.fromEntries(situations.map((situation) => [situation, namesIn(stacks.next().value)])),
    ]),
  ) as Record<string, Record<Situation, string>>;
}

function sourceOf({ source }: Form, situation: Situation, { untouched }: Variant): string {
  const bodies = source.includes('async') ? ASYNC_BODIES : BODIES;
  const before = situation === 'fresh' ? 'pause();' : '';
  const text = source.replaceAll('BODY', bodies[situation]).replaceAll('BEFORE', before);
  return `'use greenlet';
${untouched === true ? 'const pause = () => {};' : "import { sleep as pause } from 'greenlets';"}
function fail() { pause(); const error = new Error('failed'); throw error; }
function exported() { return own.default; }
${text}`;
}

function compile(source: string, { format, untouched = false, stress = false }: Variant): string {
  const compiled = untouched ? [] : [[join(root, 'dist/plugin.cjs'), { stress }]];
  const toFormat = format === 'cjs' ? ['@babel/plugin-transform-modules-commonjs'] : [];
  const options = { filename: '/project/source.js', configFile: false, babelrc: false } as const;
  return transformSync(source, { ...options, plugins: [...compiled, ...toFormat] })?.code ?? '';
}

/** Without the functions of Node and of the language, which are left out where they are written anew. */
function namesIn(stack: unknown): string {
  return (
    String(stack)
      .split('\n')
      .flatMap((line) => {
        const match = /^ {4}at (async )?(?:(.*) \()?\S*program\d+\.[cm]js:\d+:\d+\)?$/.exec(line);
        return match === null ? [] : [`${match[1] ?? ''}${match[2] ?? '_'}`];
      })
      .join(' < ')
      // What Babel calls a default export.
      .replaceAll('_default', 'default')
  );
}
