import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';

const OPTIONS = { babel: { plugins: ['@babel/plugin-transform-explicit-resource-management'] } };
const STRICT = "'use strict';";

/** Saves a program as a fixture in `folder`, named after its content. Returns the path of the file. */
export async function saveFixture(source: string, folder: string): Promise<string> {
  const code = await format(asFixture(source), { parser: 'babel', printWidth: 120, singleQuote: true });
  const name = createHash('sha256').update(code).digest('hex').slice(0, 8);
  mkdirSync(join(folder, name), { recursive: true });
  const file = join(folder, name, 'exec.cjs');
  writeFileSync(file, code);
  if (/\busing u\d/.test(code)) writeFileSync(join(folder, name, 'options.json'), `${JSON.stringify(OPTIONS)}\n`);
  return file;
}

/** Generated programs are scripts, in sloppy mode unless they say otherwise: hence CommonJS. */
function asFixture(source: string): string {
  const body = source.trim();
  const isStrict = body.startsWith(STRICT);
  return `${isStrict ? STRICT : ''}
const { suspend } = require('fixture');
let log;
const tasks = [];
function later(task) { tasks.push(task); }
function say(value) { log('say', value); return value; }
function why(error) { return error instanceof Error ? error.name : error; }

${isStrict ? body.slice(STRICT.length) : body}

module.exports = async function program(output) {
  log = output;
  const result = main();
  for (const task of tasks) try { log('task', await task()); } catch (error) { log('task', why(error)); }
  return result;
};
`;
}
