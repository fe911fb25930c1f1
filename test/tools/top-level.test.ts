import { greenlets, nodeWithRegister } from './command.ts';
import { COMMONJS, createProject, ES_MODULES } from './project.ts';

describe('the top level of a marked ES module', () => {
  it('may block in what is exported by default, and in the definition of classes', async () => {
    const project = createProject({
      ...ES_MODULES,
      'main.js': `
        import list from './list.js';
        import Child, { A, B } from './classes.js';
        import nothing from './nothing.js';
        import Expression from './expression.js';
        import named from './function.js';
        console.log(list, Child.name, Child.own, A.name, A.x, new B().k(), new B().q(), B.z, nothing, Expression.name, named.name);`,
      'list.js': `'use greenlet';
        import { sleep } from 'greenlets';
        const blocking = (x) => { sleep(0); return x; };
        export default [1].map(blocking);`,
      'classes.js': `'use greenlet';
        import { sleep } from 'greenlets';
        const blocking = (x) => { sleep(0); return x; };
        export class A { static x = blocking(2); }
        class B { static { sleep(0); this.z = 1; } [blocking('k')]() { return 5; } #p() { return 8; } q() { return this.#p(); } }
        export { B };
        export default class extends (sleep(0), Object) { static own = this.name; }`,
      'nothing.js': `'use greenlet';
        import { sleep } from 'greenlets';
        export default sleep(0);`,
      'expression.js': `'use greenlet';
        import { sleep } from 'greenlets';
        export default (class { static x = sleep(0); });`,
      'function.js': `'use greenlet';
        import { sleep } from 'greenlets';
        export default function () { sleep(0); }`,
    });
    const stdout = '[ 1 ] default default A 2 5 8 1 undefined default default\n';
    expect(await greenlets(project, 'run', 'main.js')).toEqual({ exitCode: 0, stdout, stderr: '' });
  });

  it('may block where it iterates, if it makes a call somewhere', async () => {
    const project = createProject({
      ...ES_MODULES,
      'main.js': `
        import { all, first, seen, K } from './iterating.js';
        console.log(all.join(), first, seen.join(), K.all.join());
        await import('./only.js').catch(({ message }) => console.log(message.replace(/\\([^)]*only.js[^)]*\\)/, '(place)')));
        console.log((await import('./calling.js')).all.join());`,
      'queue.js': `
        import { Queue } from 'greenlets';
        export function create() {
          const queue = new Queue(0, [1, 2]);
          setTimeout(() => { queue.putNowait(3); queue.shutdown(); }, 1);
          return queue;
        }
        export const imported = create();
        export const another = new Queue();`,
      'iterating.js': `'use greenlet';
        import { create } from './queue.js';
        const [a, b, c, d] = [create(), create(), create(), create()];
        export class Between {}
        export const all = [...a];
        export class BetweenOthers {}
        export const [first] = b;
        export class K { static all = [...c]; }
        export const seen = [];
        for (const value of d) seen[seen.length] = value;`,
      'only.js': `'use greenlet';
        import { another } from './queue.js';
        export const all = [...another];`,
      'calling.js': `'use greenlet';
        import { imported } from './queue.js';
        export const all = Array.from(imported);`,
    });
    const message =
      'Queue.get() would block, but no greenlet is running: the top level of a module (place) waits if "use greenlet" stands ' +
      'first in the file, and if it makes a call. An iteration is none: call `Array.from(values)` to iterate. Code that is not ' +
      'compiled can use `for await`, which takes items by promises';
    const stdout = `1,2,3 1 1,2,3 1,2,3\n${message}\n1,2,3\n`;
    expect(await greenlets(project, 'run', 'main.js')).toEqual({ exitCode: 0, stdout, stderr: '' });
  });

  it('may block where it opens and disposes of resources', async () => {
    const project = createProject({
      ...ES_MODULES,
      'main.js': `
        import { Child, first, read, default as last } from './using.js';
        console.log(Child.name, first.name, read(), last);
        await import('./failing.js').catch(({ message }) => console.log(message));`,
      'using.js': `'use greenlet';
        import { open, openAsync } from './open.js';
        using a = open('a');
        export function read() { return [a.name, b?.name, nothing].join(); }
        export class Child {}
        export const first = a;
        const list = [1, 2].map((x) => open(x).name);
        await using b = openAsync('b'), nothing = null;
        { using inner = open('inner'); }
        console.log('body', read(), list.join());
        export default open('last').name;`,
      'failing.js': `'use greenlet';
        import { open } from './open.js';
        await null;
        using c = open('c');
        throw new Error('failed');`,
      'open.js': `'use greenlet';
        import { sleep } from 'greenlets';
        export function open(name) {
          sleep(0);
          return { name, [Symbol.dispose ?? Symbol.for('Symbol.dispose')]() { sleep(0); console.log('close', name); } };
        }
        export function openAsync(name) {
          const dispose = Symbol.asyncDispose ?? Symbol.for('Symbol.asyncDispose');
          return { name, async [dispose]() { sleep(0); console.log('close', name); } };
        }`,
    });
    const stdout = [
      'close inner',
      'body a,b, 1,2',
      'close b',
      'close a',
      'Child a a,b, last',
      'close c',
      'failed',
      '',
    ].join('\n');
    expect(await greenlets(project, 'run', 'main.js')).toEqual({ exitCode: 0, stdout, stderr: '' });
  });
});

describe('a marked ES module whose top level may block', () => {
  const log = `globalThis.lines = []; export function log(line) { lines.push(line); }`;

  it('begins in its turn among the modules, and lets the next ones begin when it waits', async () => {
    const project = createProject({
      ...ES_MODULES,
      'main.js': `import './quick.js'; import './slow.js'; import './plain.js'; console.log(...lines, lines.length);`,
      'log.js': log,
      'quick.js': `'use greenlet'; import { log } from './log.js'; globalThis.port = 1; log('quick');`,
      'slow.js': `'use greenlet'; import { sleep } from 'greenlets'; import { log } from './log.js'; log('slow'); sleep(1); log('end');`,
      'plain.js': `lines.push('port ' + port);`,
    });
    const stdout = 'quick slow port 1 end 4\n';
    expect(await greenlets(project, 'run', 'main.js')).toEqual({ exitCode: 0, stdout, stderr: '' });
  });

  it('begins at once in a dynamic import of a greenlet that goes on meanwhile', async () => {
    const project = createProject({
      ...ES_MODULES,
      'main.js': `'use greenlet';
        import { sleep, spawn, wait } from 'greenlets';
        import './log.js';
        spawn(() => { wait(import('./slow.js')); lines.push('loaded'); });
        sleep(500);
        console.log(...lines);`,
      'log.js': log,
      'slow.js': `'use greenlet'; import { sleep } from 'greenlets'; import { log } from './log.js'; log('slow'); sleep(1); log('end');`,
    });
    expect((await greenlets(project, 'run', 'main.js')).stdout).toBe('slow end loaded\n');
  });

  it.each(['before', 'after'])(
    'shows its own frames only in the stack of an error that is thrown %s a wait',
    async (when) => {
      const project = createProject({
        ...ES_MODULES,
        'main.js': `import './log.js'; import('./failing.js').catch(({ stack }) => console.log(stack));`,
        'log.js': log,
        'failing.js': `'use greenlet';
        import { sleep } from 'greenlets';
        import { log } from './log.js';
        function fail() { throw new Error('failed'); }
        log('begun');
        if (${String(when === 'after')}) sleep(1);
        fail();`,
      });
      const { stdout } = await greenlets(project, 'run', 'main.js');
      const frames = stdout.replaceAll(`${project.folder}/`, '').replaceAll('Greenlet.', '');
      expect(frames).toBe('Error: failed\n    at fail (failing.js:4:33)\n    at <anonymous> (failing.js:7:9)\n');
    },
  );
});

describe('variables in the statements of a marked ES module', () => {
  it('are those of the module where they are declared with `var`', async () => {
    const project = createProject({
      ...ES_MODULES,
      'main.js': `
        import last, * as all from './variables.js';
        console.log(last, JSON.stringify(all));
        all.advance();
        console.log(all.i, all.w, typeof f);`,
      'variables.js': `'use greenlet';
        import { sleep } from 'greenlets';
        const wait = (x) => { sleep(0); return x; };
        for (var i = 0, n = wait(2); i < n; i++) sleep(0);
        for (var of of wait([1, 2])) sleep(0);
        for (var [key] in { ab: wait(1) });
        for (var plain = 0; plain < 3; plain++);
        for (var empty; empty === undefined; empty = 1);
        { var w = wait(3); function f() { return w; } var fromBlock = f(); }
        if (wait(true)) var branch = 4; else var other = 5;
        try { var tried = wait(6); throw wait({ reason: 7 }); } catch ({ reason }) { var caught = reason; } finally { var last = 8; }
        switch (wait(1)) { case 1: var { chosen, ...rest } = { chosen: 9, more: wait(10) }; }
        label: for (;;) { var labelled = wait(11); var nothing; break label; }
        do var once = () => wait(12), name = once.name; while (wait(false));
        export function advance() { i += 10; w += 10; }
        export { i, n, of, key, plain, empty, w, fromBlock, branch, other, tried, caught, chosen, rest, labelled, nothing, name };
        export { last as default };`,
    });
    const values =
      '{"branch":4,"caught":7,"chosen":9,"default":8,"empty":1,"fromBlock":3,"i":2,"key":"a","labelled":11,' +
      '"n":2,"name":"once","of":2,"plain":3,"rest":{"more":10},"tried":6,"w":3}';
    const stdout = `8 ${values}\n12 13 undefined\n`;
    expect(await greenlets(project, 'run', 'main.js')).toEqual({ exitCode: 0, stdout, stderr: '' });
  });
});

describe('the variables of a marked ES module that waits', () => {
  it('cannot be used before they are initialized, and constants not assigned', async () => {
    const project = createProject({
      ...ES_MODULES,
      'main.js': `import { exported, values } from './early.js'; console.log(exported(), ...values);`,
      'early.js': `'use greenlet';
        import { sleep } from 'greenlets';
        const wait = (x) => { sleep(0); return x; };
        const use = (f) => { try { console.log(f()); } catch ({ name, message }) { console.log(name, message); } };
        function read() { return b; }
        use(() => config);
        use(() => typeof config);
        use(() => { count = 5; });
        use(() => { count ||= wait(5); });
        use(() => { [count] = [5]; });
        use(() => { for (count of [1]); });
        use(() => { config = wait(5); });
        use(() => new C());
        use(() => ({ exported }));
        use(() => exported());
        use(() => { live += 1; });
        use(() => resource);
        use(read);
        use(() => later);
        const config = wait(1), f = () => config;
        let count = wait(2);
        class C { static x = wait(3); }
        export const exported = () => 5;
        export let live = exported.name, later;
        using resource = wait(null);
        export const { a, b: [b = use(() => b), ...rest] } = wait({ b: [4] });
        use(() => [f(), count, new C().constructor.name, live, later, resource, a, read(), rest.length].join());
        for (const one of [1]) use(() => { config += one; });
        use(() => { [config] = [wait(1)]; });
        use(() => { config++; });
        use(() => { exported = wait(5); });
        use(() => { resource = 5; });
        use(() => { a = 5; });
        use(() => { C = 5; live = 6; later = 7; return 'variable'; });
        use(() => { ({ live, later } = { live: wait(8), later: 9 }); return config &&= live; });
        export const values = [live, later, count, C];`,
    });
    const early = (name: string): string => `ReferenceError Cannot access '${name}' before initialization\n`;
    const constant = 'TypeError Assignment to constant variable.\n';
    const names = 'config config count count count count config C exported exported live resource b later';
    const stdout =
      names.split(' ').map(early).join('') +
      '1,2,C,exported,,,,4,0\n' +
      constant.repeat(6) +
      'variable\n' +
      constant +
      '5 8 9 2 5\n';
    expect(await greenlets(project, 'run', 'main.js')).toEqual({ exitCode: 0, stdout, stderr: '' });
  });
});

describe('the top level of a marked TypeScript file in a package of CommonJS', () => {
  const MAIN = `'use greenlet';
    import { run, sleep } from 'greenlets';
    import { before } from './other';
    function f(): void { sleep(0); console.log('f'); }
    run(f);
    sleep(5);
    console.log('i', before);`;
  const OTHER = `'use greenlet';
    import { sleep } from 'greenlets';
    const started: number = Date.now();
    sleep(1);
    export const before: boolean = started <= Date.now();`;

  it('may block', async () => {
    const project = createProject({ ...COMMONJS, 'a.ts': MAIN, 'other.ts': OTHER });
    expect(await greenlets(project, 'run', 'a.ts')).toEqual({ exitCode: 0, stdout: 'f\ni true\n', stderr: '' });
  });

  it('runs as plain code where the file uses what CommonJS gives it', async () => {
    const project = createProject({
      ...COMMONJS,
      'a.ts': `'use greenlet';
        import { run, sleep } from 'greenlets';
        import { basename } from 'node:path';
        run(() => { sleep(0); console.log('f'); });
        console.log(basename(__filename));`,
    });
    const expected = { exitCode: 0, stdout: 'a.ts\nf\n', stderr: '' };
    expect(await greenlets(project, 'run', 'a.ts')).toEqual(expected);
    expect(await nodeWithRegister(project, ['a.ts'])).toEqual(expected);
  });

  it('runs as plain code where the file is required, and says that it cannot block', async () => {
    const project = createProject({
      ...COMMONJS,
      'a.cts': `import { twice } from './b'; console.log(twice(2)); try { require('./c'); } catch (error) { console.log(error.name); }`,
      'b.ts': `'use greenlet'; const two = [2].map((x) => x)[0]; export function twice(x: number): number { return x * two; }`,
      'c.ts': `'use greenlet'; import { sleep } from 'greenlets'; sleep(1);`,
    });
    expect(await greenlets(project, 'run', 'a.cts')).toEqual({ exitCode: 0, stdout: '4\nSwitchError\n', stderr: '' });
  });

  it('may await', async () => {
    const project = createProject({
      ...COMMONJS,
      'a.ts': `import { once } from 'node:events'; const x: number = await Promise.resolve(1); console.log(x, typeof once);`,
    });
    expect(await greenlets(project, 'run', 'a.ts')).toEqual({ exitCode: 0, stdout: '1 function\n', stderr: '' });
  });
});
