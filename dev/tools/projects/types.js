import { readFileSync } from 'node:fs';
import { expectEqual } from '../project.js';

const CORE = `
import { Queue, run, sleep, spawn, type Greenlet } from 'greenlets';
import { getCurrent } from 'greenlets/core';

export function main(n: number): number {
  'use greenlet';
  const queue = new Queue<number>(2);
  const greenlet: Greenlet<number> = spawn((x: number) => x + 1, n);
  for (const x of queue) sleep(x);
  return greenlet.get() + queue.get({ timeout: 10 });
}
export const done: Promise<number> = run(main, 1);
export const current: object = getCurrent();
`;

const WEB = `
import { fetch } from 'greenlets/web/fetch';

export function title(url: string): string {
  'use greenlet';
  const response = fetch(url);
  const native: Response = response;
  return response.text() + response.clone().text() + native.status;
}
`;

const NODE = `
import { iterate } from 'greenlets';
import { lookup } from 'greenlets/node/dns';
import { readFileSync } from 'greenlets/node/fs';
import readline from 'greenlets/node/readline';

export function ask(path: string): string {
  'use greenlet';
  const lines = readline.createInterface({ input: process.stdin });
  for (const line of iterate(lines)) line.trim();
  return readFileSync(path, 'utf8') + lookup('localhost').address + lines.question('name? ');
}
`;

/** What needs no imports of ours where `greenlets tsc` checks the types. */
const MARKED = `'use greenlet';
import { createInterface } from 'node:readline';

export function title(url: string): string {
  for (const line of createInterface({ input: process.stdin })) line.trim();
  return fetch(url).text();
}
`;

/** Adapters and the rules of ESLint have types of packages that a project need not have. */
const { exports: published } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));
const entries = Object.keys(published).filter((entry) => !/^.\/(?:adapters\/.*|eslint|package.json)$/.test(entry));
const ALL = entries.map((entry, i) => `export * as m${i} from 'greenlets${entry.slice(1)}';\n`).join('');

const LIBRARIES = {
  'neither the DOM nor Node': { lib: ['es2023'], types: [], files: ['core.ts'] },
  'the DOM': { lib: ['es2023', 'dom'], types: [], files: ['core.ts', 'web.ts'] },
  Node: { lib: ['es2023'], types: ['node'], files: ['core.ts', 'web.ts', 'node.ts', 'all.mts', 'all.cts'] },
  both: { lib: ['es2023', 'dom'], types: ['node'], files: ['core.ts', 'web.ts', 'node.ts', 'all.mts', 'all.cts'] },
};

/** Projects that have the types of this package checked, as strictly as can be, by a version of the compiler. */
function typesIn(version, hasApi) {
  return {
    name: `types, TypeScript ${version}`,
    tool: 'typescript',
    tested: `types of the package, strict and without skipLibCheck, with lib.dom and @types/node alone and together${hasApi ? '; greenlets tsc' : ''}`,
    async check(project) {
      const files = {
        'core.ts': CORE,
        'web.ts': WEB,
        'node.ts': NODE,
        'marked.ts': MARKED,
        'all.mts': ALL,
        'all.cts': ALL,
      };
      await project.create({ packages: [`typescript@${version}`, '@types/node@20'], files });
      for (const [name, options] of Object.entries(LIBRARIES)) {
        configure(project, options);
        expectEqual(await project.run('tsc'), '', `the types with ${name}`);
      }
      configure(project, { ...LIBRARIES.both, files: ['marked.ts'] });
      if (hasApi) expectEqual(await project.run('greenlets', 'tsc'), '', 'greenlets tsc');
      else await expectRefusal(project);
    },
  };
}

function configure(project, { lib, types, files }) {
  const strict = { strict: true, exactOptionalPropertyTypes: true, skipLibCheck: false, noEmit: true };
  const compilerOptions = { ...strict, target: 'es2023', module: 'nodenext', lib, types };
  project.write({ 'tsconfig.json': JSON.stringify({ compilerOptions, files }) });
}

async function expectRefusal(project) {
  const { stderr = '' } = await project.run('greenlets', 'tsc').catch((error) => error);
  if (!stderr.includes('is a native program')) throw new Error(`greenlets tsc: ${stderr}`);
}

export const types = [typesIn('5.9', true), typesIn('6', true), typesIn('7', false)];
