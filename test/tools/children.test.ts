import { greenlets, nodeWithRegister } from './command.ts';
import { createProject, DOUBLE, type Project } from './project.ts';

/** Works only where it is compiled, with everything marked. */
const CHILD = `
  import { run } from 'greenlets';
  import { double } from './double.ts';
  function main(x: number): number { return double(x); }
  const text = String(await run(main, 21));
  if (process.send) process.send(text); else console.log(text);`;

function createParent(code: string): Project {
  return createProject({
    'package.json': '{ "type": "module" }',
    'main.js': code,
    'child.ts': CHILD,
    'double.ts': DOUBLE,
  });
}

const FORK = `
  import { fork } from 'node:child_process';
  fork('child.ts').on('message', (text) => console.log(text));`;

const WAYS: [name: string, code: string][] = [
  ['forked processes', FORK],
  [
    'forked processes with an environment of their own',
    `import { fork } from 'node:child_process';
     fork('child.ts', [], { env: { PATH: process.env.PATH } }).on('message', (text) => console.log(text));`,
  ],
  [
    'the children of forked processes',
    `import { fork } from 'node:child_process';
     if (process.argv[2]) fork('child.ts').on('message', (text) => process.send(text));
     else fork('main.js', ['again']).on('message', (text) => console.log(text));`,
  ],
  ['worker threads', `import { Worker } from 'node:worker_threads'; new Worker('./child.ts');`],
  [
    'worker threads of the required module',
    `import { createRequire } from 'node:module';
     const { Worker } = createRequire(import.meta.url)('worker_threads');
     new Worker(new URL('child.ts', import.meta.url), { execArgv: [] });`,
  ],
  [
    'worker threads of worker threads',
    `import { isMainThread, Worker } from 'node:worker_threads';
     new Worker(isMainThread ? './main.js' : './child.ts');`,
  ],
  [
    'the workers of a cluster',
    `import cluster from 'node:cluster';
     cluster.setupPrimary({ exec: 'child.ts' });
     cluster.fork().on('message', (text) => { console.log(text); cluster.disconnect(); process.exit(); });`,
  ],
];

describe('greenlets run', () => {
  it.each(WAYS)('compiles %s in the same way', async (_, code) => {
    const { stdout, stderr } = await greenlets(createParent(code), 'run', '--mark', 'all', 'main.js');
    expect({ stdout, stderr }).toEqual({ stdout: '42\n', stderr: '' });
  });
});

describe('The loader', () => {
  it.each(WAYS.filter(([name]) => !/of their own|required/.test(name)))('compiles %s as well', async (_, code) => {
    const options = { GREENLETS_OPTIONS: '{"mark": "all"}' };
    const { stdout, stderr } = await nodeWithRegister(createParent(code), ['main.js'], options);
    expect({ stdout, stderr }).toEqual({ stdout: '42\n', stderr: '' });
  });
});
