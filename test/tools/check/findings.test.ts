import { checkToJson, createChecked, type Report } from './checked.ts';

/** Each line that something is found in says what: `// GREENLETS301`. */
const FILES = {
  'forgotten a mark in a chain of calls': `
    import { load } from './library.js';
    export function main() {
      'use greenlet';
      load();
    }`,
  'a call that fails wherever it is made': `
    import { sleep } from 'greenlets';
    export function pause() { sleep(1); } // GREENLETS301
    export const brief = (ms: number) => sleep(ms); // GREENLETS301
    export class Clock {
      rest() { sleep(1); } // GREENLETS301
      static nap = () => sleep(1); // GREENLETS301
      constructor() { sleep(1); } // GREENLETS301
    }
    export async function later() { sleep(1); } // GREENLETS301`,
  'the top level': `
    import { pause } from './pausing.js';
    pause(); // GREENLETS301
    export {};`,
  'what may block is called in marked code only': `
    import { readFileSync } from 'node:fs';
    import { Queue } from 'greenlets';
    function read(path: string) {
      'use greenlet';
      return readFileSync(path);
    }
    function inside(path: string) { return read(path); } // GREENLETS301
    export function outside(path: string) { return read(path); }
    export function main(queue: Queue<string>) {
      'use greenlet';
      return [inside('x'), next(queue)];
    }
    function next(queue: Queue<string>) { return queue.get(); } // GREENLETS301
    export function first(queue: Queue<string>) { return queue.get(); }
    function given(queue: Queue<string>) { return queue.get({ block: false }); }
    export function use(queue: Queue<string>) { // GREENLETS305
      'use greenlet';
      return given(queue);
    }`,
  'functions that are passed to functions': `
    import { sleep } from 'greenlets';
    function each(list: number[], f: (x: number) => void) {
      for (const x of list) f(x); // GREENLETS301
    }
    function every(list: number[], f: (x: number) => void) {
      each(list, f); // GREENLETS301
    }
    function plain(list: number[], f: (x: number) => void) {
      for (const x of list) f(x);
    }
    export function main() {
      'use greenlet';
      every([1], (x) => sleep(x));
      plain([1], (x) => console.log(x));
      [1, 2].map((x) => sleep(x));
    }
    export function mapped() {
      return [1, 2].map(brief); // GREENLETS301
    }
    const brief = (ms: number) => { 'use greenlet'; sleep(ms); };`,
  'functions that greenlets begin with': `
    import { Pool, spawn, withTimeout, sleep, wait } from 'greenlets';
    export function main(pool: Pool) {
      'use greenlet';
      spawn(task);
      pool.map(fetchOne, [1]);
      withTimeout(10, () => sleep(100));
    }
    function task() { wait(Promise.resolve()); } // GREENLETS301
    function fetchOne(x: number) { return wait(Promise.resolve(x)); } // GREENLETS301
    spawn(() => sleep(1)); // GREENLETS301`,
  'functions that are called before the call returns': `
    import { Semaphore, sleep, spawn } from 'greenlets';
    import { memoize, wrapErrors } from 'greenlets/helpers';
    const nap = () => { 'use greenlet'; sleep(1); };
    export function called(semaphore: Semaphore) {
      semaphore.with(nap); // GREENLETS301
    }
    export function later(signal: AbortSignal) {
      return [spawn({ signal }, nap), memoize(nap), wrapErrors(Error, nap)];
    }
    export function main(semaphore: Semaphore) {
      'use greenlet';
      sleep(1);
      called(semaphore);
      later(AbortSignal.timeout(1));
    }`,
  'callbacks of this package that must not block': `
    import { Barrier, Condition, PriorityQueue, sleep, type Greenlet } from 'greenlets';
    const nap = () => { 'use greenlet'; sleep(1); };
    export function main(condition: Condition, greenlet: Greenlet) {
      'use greenlet';
      sleep(1);
      condition.waitFor(nap); // GREENLETS302
      greenlet.rawlink(nap); // GREENLETS302
      greenlet.link(nap);
      greenlet.then(nap); // GREENLETS302
      return [
        new Barrier(2, nap), // GREENLETS302
        new PriorityQueue(null, [], () => { sleep(1); return 1; }), // GREENLETS302
      ];
    }`,
  'listeners of views': `
    import { EventEmitter } from 'node:events';
    import { sleep } from 'greenlets';
    import { green, type Green } from 'greenlets/green';
    class Client extends EventEmitter {
      async get() { return 1; }
    }
    const nap = () => { 'use greenlet'; sleep(1); };
    const client = green(new Client());
    client.on('job', nap);
    export function listen(view: Green<Client>, original: Client) {
      view.once('job', nap);
      original.once('job', nap); // GREENLETS302
    }`,
  generators: `
    import { sleep } from 'greenlets';
    function* numbers() {
      'use greenlet';
      yield 1;
      sleep(1);
    }
    export const made = numbers();
    export function sum() {
      let total = 0;
      for (const x of numbers()) total += x; // GREENLETS301
      return total;
    }
    export function list() { return [...numbers()]; } // GREENLETS301`,
  'cooperative modules by their own names': `
    import { execSync } from 'greenlets/node/child-process';
    function build() { return execSync('true'); } // GREENLETS301
    export function atStart() { return execSync('true'); }
    export function main() {
      'use greenlet';
      return build();
    }`,
  'marks that are none': `
    import { sleep } from 'greenlets';
    ('use greenlet'); // GREENLETS202
    export function a() {
      'use greenlets'; // GREENLETS202
    }
    // @greenlet // GREENLETS202
    export function b() {}`,
  'calls that freeze': `
    import { hashSync } from 'bcryptjs';
    export function store(password: string): unknown {
      'use greenlet';
      return hashSync(password, 12); // GREENLETS201
    }
    export const plain = (password: string): unknown => hashSync(password, 12);`,
  getters: `
    import { sleep } from 'greenlets';
    import { readFileSync } from 'node:fs';
    /** @greenlet */
    export class Session {
      get user() { return sleep(1); } // GREENLETS302
      get text() { return readFileSync('x', 'utf8'); } // GREENLETS302
      get #own() { return sleep(1); }
      own() { return this.#own; }
    }
    export const unmarked = { get text() { return readFileSync('x', 'utf8'); } };`,
  'implementations of interfaces': `
    import { sleep } from 'greenlets';
    interface Store { load(): void; size(): number }
    class SlowStore implements Store {
      load() { 'use greenlet'; sleep(1); }
      size() { return 1; }
    }
    class QuickStore implements Store {
      load() {}
      size() { return 0; }
    }
    export const stores: Store[] = [new SlowStore(), new QuickStore()];
    export function loadAll() { for (const store of stores) store.load(); } // GREENLETS301
    export function sizes() { return stores.map((store) => store.size()); }`,
  conversions: `
    import { sleep } from 'greenlets';
    class Slow {
      toString() { 'use greenlet'; sleep(1); return 'slow'; }
    }
    class Quick {
      toString() { return 'quick'; }
    }
    export function text() {
      'use greenlet';
      sleep(1);
      const quick = \`\${new Quick()} \${1}\`;
      return \`\${new Slow()}\` + quick; // GREENLETS302
    }`,
  'lists of calls that return no promises': `
    import { sleep } from 'greenlets';
    function load(url: string) { 'use greenlet'; sleep(1); return url; }
    export async function all(urls: string[]) {
      'use greenlet';
      await Promise.all(urls.map((url) => load(url))); // GREENLETS303
      await Promise.all(urls.map((url) => fetch(url))); // GREENLETS303
      await Promise.all(urls.map(async (url) => load(url)));
      const both = [load('a'), load('b')];
      await Promise.all(both); // GREENLETS303
      return Promise.all(urls.map((url) => Promise.resolve(url)));
    }`,
  listeners: `
    import { EventEmitter } from 'node:events';
    import { createServer } from 'node:net';
    import { inGreenlet, sleep, spawn } from 'greenlets';
    import { readFileSync } from 'node:fs';
    function nap() { 'use greenlet'; sleep(1); }
    const emitter = new EventEmitter();
    emitter.on('job', nap); // GREENLETS302
    emitter.on('job', inGreenlet(nap));
    emitter.on('job', async () => { 'use greenlet'; sleep(1); });
    emitter.on('job', () => { 'use greenlet'; console.log(readFileSync('x')); });
    createServer(() => void spawn(nap));
    setTimeout(() => sleep(1), 1); // GREENLETS302
    Promise.resolve(1).then(() => nap()); // GREENLETS302`,
  'what calls at once': `
    import { readFileSync } from 'node:fs';
    export function main() {
      'use greenlet';
      return new Promise((resolve) => resolve(readFileSync('x'))); // GREENLETS302
    }
    export const outside = () => new Promise((resolve) => resolve(readFileSync('x')));`,
  libraries: `
    import { visit } from 'visitor';
    import { sleep } from 'greenlets';
    export function main() {
      'use greenlet';
      visit([1], (x) => sleep(x)); // GREENLETS302
      visit([1], (x) => console.log(x));
    }`,
  'what is not to be compiled': `
    import { sleep } from 'greenlets';
    function never() {
      'use no greenlet';
      sleep(1);
    }
    export function main() {
      'use greenlet';
      never(); // GREENLETS302
    }`,
  'promises that are none': `
    import { run, spawn } from 'greenlets';
    export async function main(urls: string[]) {
      'use greenlet';
      await Promise.all([fetch('a'), fetch('b')]); // GREENLETS303
      await Promise.all([spawn(main, []), spawn(main, [])]);
      await Promise.all([main(urls), main(urls)]);
      const [first] = await Promise.all([fetch('a')]);
      return first;
    }
    export async function plain() { return Promise.all([fetch('a'), fetch('b')]); }
    run(main, []); // GREENLETS304
    void run(main, []);
    run(main, []).catch(console.error);
    await run(main, []);`,
  'marks that buy nothing': `
    import { sleep } from 'greenlets';
    export function add(a: number, b: number) { // GREENLETS305
      'use greenlet';
      return Math.max(a, b) + 1;
    }
    export function other(f: () => void) {
      'use greenlet';
      f();
    }
    export const reader = () => { // GREENLETS305
      'use greenlet';
      return sleep;
    };`,
  'what cannot be compiled': `
    export function evaluated(code: string): unknown {
      'use greenlet';
      return eval(code); // GREENLETS101
    }`,
  'queues without a bound': `
    import { Queue } from 'greenlets';
    const free = new Queue<number>();
    const tight = new Queue<number>(1);
    function add(x: number) { free.put(x); }
    function push(x: number) { tight.put(x); } // GREENLETS301
    export function main() {
      'use greenlet';
      add(1);
      push(1);
    }`,
};

const SUPPORT = {
  'library.ts': `
    import { sleep } from 'greenlets';
    export function load(): void {
      nap();
    }
    const nap = (): void => sleep(1);`,
  'pausing.ts': `
    import { sleep } from 'greenlets';
    export function pause() { 'use greenlet'; sleep(1); }`,
  'node_modules/visitor/package.json':
    '{ "name": "visitor", "version": "1.0.0", "types": "index.d.ts", "main": "index.js" }',
  'node_modules/visitor/index.d.ts': 'export declare function visit<T>(list: T[], f: (item: T) => void): void;',
  'node_modules/bcryptjs/package.json': '{ "name": "bcryptjs", "version": "1.0.0", "types": "index.d.ts" }',
  'node_modules/bcryptjs/index.d.ts': 'export declare function hashSync(password: string, rounds: number): string;',
};

const fileOf = (title: string): string => `${title.replaceAll(' ', '-')}.ts`;
const sources = Object.entries(FILES).map(([title, source]) => [fileOf(title), source] as const);
const project = createChecked({ ...SUPPORT, ...Object.fromEntries(sources) });
let report: Report;

beforeAll(async () => {
  report = await checkToJson(project);
});

function expectedIn(source: string): string[] {
  return source.split('\n').flatMap((line, index) => {
    const [, code] = /\/\/ (GREENLETS\d+)$/.exec(line) ?? [];
    return code === undefined ? [] : [`${index + 1} ${code}`];
  });
}

describe('greenlets check finds', () => {
  it.each(Object.entries(FILES))('%s', (title, source) => {
    const found = report.findings.filter(({ file }) => file === fileOf(title));
    expect(found.map(({ line, code }) => `${line} ${code}`)).toEqual(expectedIn(source));
  });

  it('the calls from the source to what blocks', () => {
    const found = report.findings.filter(({ file }) => file === 'library.ts');
    expect(found.map(({ line, code }) => `${line} ${code}`)).toEqual(['4 GREENLETS301', '6 GREENLETS301']);
    expect(found[0]?.chain.map(({ text, file, line }) => `${file}:${line} ${text}`)).toEqual([
      'forgotten-a-mark-in-a-chain-of-calls.ts:5 main calls load',
      'library.ts:4 load calls nap',
      'library.ts:6 nap calls sleep',
    ]);
  });

  it('documented codes only, and counts them', () => {
    const { summary, findings } = report;
    const count = (code: string): number => findings.filter((finding) => finding.code === code).length;
    expect(summary).toMatchObject({ forgotten: count('GREENLETS301'), borders: count('GREENLETS302') });
    expect(Number(summary.mayBlock)).toBeGreaterThan(Number(summary.marked));
  });
});
