import { readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import module from 'node:module';
import { basename, dirname, join } from 'node:path';
import { nodeWithRegister } from './command.ts';
import { createProject, DOUBLE, ES_MODULES, type Project } from './project.ts';

/** Prints a result, and where in the source it does. */
const MAIN = `import { run } from 'greenlets';
  import { double } from './double.ts';
  'use strict';
  console.log(await run(double, 4), new Error().stack!.match(/main\\.ts:\\d+:\\d+/)![0]);`;
const OUTPUT = '8 main.ts:4:37\n';

function start(project: Project, env: NodeJS.ProcessEnv = {}): ReturnType<typeof nodeWithRegister> {
  return nodeWithRegister(project, ['main.ts'], { GREENLETS_CACHE: project.path('cache'), ...env });
}

/** All files of the cache. */
function files(project: Project): string[] {
  const found = readdirSync(project.path('cache'), { recursive: true, encoding: 'utf8' });
  return found.map((name) => join(project.path('cache'), name)).filter((path) => statSync(path).isFile());
}

/** Those that were written for one source each. */
function entries(project: Project): string[] {
  return files(project).filter((path) => !isIndex(path));
}

function isIndex(path: string): boolean {
  return basename(dirname(path)) === 'starts';
}

describe('The cache of the loader', () => {
  it('serves a second start, and notices that a file has changed', async () => {
    const project = createProject({ ...ES_MODULES, 'main.ts': MAIN, 'double.ts': DOUBLE });
    expect((await start(project)).stdout).toBe(OUTPUT);
    const before = entries(project);
    expect(before).toHaveLength(4);
    expect((await start(project)).stdout).toBe(OUTPUT);
    expect(entries(project)).toEqual(before);
    expect((await start(project, { NODE_ENV: 'production' })).stdout).toBe(OUTPUT);
    writeFileSync(project.path('double.ts'), DOUBLE.replace('x * 2', 'x * 3'));
    expect((await start(project)).stdout).toBe(OUTPUT.replace('8', '12'));
  });

  // Where `import` and `require` are hooked in the same thread.
  const itWithIndex = 'registerHooks' in module ? it : it.skip;

  /** Starts the program until the files have been as they are for long enough. */
  async function startUntilIndexed(project: Project): Promise<void> {
    do expect((await start(project)).stdout).toBe(OUTPUT);
    while (!readdirSync(project.path('cache')).includes('starts'));
  }

  itWithIndex('notices in what all files became at the last start that one has changed', async () => {
    const project = createProject({ ...ES_MODULES, 'main.ts': MAIN, 'double.ts': DOUBLE });
    await startUntilIndexed(project);
    const { atime, mtime } = statSync(project.path('double.ts'));
    writeFileSync(project.path('double.ts'), DOUBLE.replace('x * 2', 'x * 3'));
    utimesSync(project.path('double.ts'), atime, mtime);
    expect((await start(project)).stdout).toBe(OUTPUT.replace('8', '12'));
    expect((await start(project)).stdout).toBe(OUTPUT.replace('8', '12'));
  });

  itWithIndex('notices there that the package is of another type', async () => {
    const main = `function f() { 'use greenlet'; }\nconsole.log(typeof require);`;
    const project = createProject({ ...ES_MODULES, 'main.js': main });
    const run = (): ReturnType<typeof nodeWithRegister> =>
      nodeWithRegister(project, ['main.js'], { GREENLETS_CACHE: project.path('cache') });
    do expect((await run()).stdout).toBe('undefined\n');
    while (!readdirSync(project.path('cache')).includes('starts'));
    writeFileSync(project.path('package.json'), '{ "type": "commonjs" }');
    expect((await run()).stdout).toBe('function\n');
  });

  itWithIndex('does without that where it is damaged', async () => {
    const project = createProject({ ...ES_MODULES, 'main.ts': MAIN, 'double.ts': DOUBLE });
    await startUntilIndexed(project);
    const indexes = files(project).filter(isIndex);
    expect(indexes).toHaveLength(1);
    for (const path of indexes) writeFileSync(path, readFileSync(path, 'utf8').replace('double', 'treble'));
    expect((await start(project)).stdout).toBe(OUTPUT);
  });

  it('is not asked by other options', async () => {
    const project = createProject({ ...ES_MODULES, 'main.ts': MAIN, 'double.ts': DOUBLE });
    await start(project);
    const stressed = await start(project, { GREENLETS_OPTIONS: '{ "stress": true }' });
    expect(stressed.stdout).toBe(OUTPUT);
    expect(entries(project)).toHaveLength(8);
  });

  it('survives damaged entries, and processes that start at the same time', async () => {
    const project = createProject({ ...ES_MODULES, 'main.ts': MAIN, 'double.ts': DOUBLE });
    const outcomes = await Promise.all([1, 2, 3].map(() => start(project)));
    expect(outcomes.map(({ stdout }) => stdout)).toEqual([OUTPUT, OUTPUT, OUTPUT]);
    for (const path of files(project)) writeFileSync(path, readFileSync(path, 'utf8').slice(0, -20));
    expect((await start(project)).stdout).toBe(OUTPUT);
    for (const path of files(project)) if (path.endsWith('.map')) rmSync(path);
    expect((await start(project)).stdout).toBe(OUTPUT);
    for (const path of files(project)) writeFileSync(path, '');
    expect((await start(project)).stdout).toBe(OUTPUT);
  });

  it('prints warnings at every start', async () => {
    const main = `export function f() { 'use greenlets'; }`;
    const project = createProject({ ...ES_MODULES, 'main.ts': main });
    for (let i = 0; i < 2; i++) expect((await start(project)).stderr).toContain('GREENLETS202');
    rmSync(project.path('cache'), { recursive: true });
  });

  it('can be turned off', async () => {
    const project = createProject({ ...ES_MODULES, 'main.ts': MAIN, 'double.ts': DOUBLE });
    expect((await start(project, { GREENLETS_CACHE: '0' })).stdout).toBe(OUTPUT);
    expect(readdirSync(project.folder)).not.toContain('cache');
  });
});
