import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '..');

/**
 * Describes every property of the objects that a program might share with others, then imports everything, runs a
 * program, and compares. Runs in a process of its own, since Jest changes globals itself.
 */
const PROGRAM = `
  import fs from 'node:fs';
  import fsPromises from 'node:fs/promises';
  import timers from 'node:timers';
  import timersPromises from 'node:timers/promises';
  import events from 'node:events';
  import http from 'node:http';
  import childProcess from 'node:child_process';
  import crypto from 'node:crypto';
  import dns from 'node:dns';
  import net from 'node:net';
  import readline from 'node:readline';
  import stream from 'node:stream';
  import zlib from 'node:zlib';
  import process from 'node:process';
  import { createRequire } from 'node:module';

  const require = createRequire(import.meta.url);
  const builtins = { fs, fsPromises, timers, timersPromises, events, http, childProcess, crypto, dns, net, readline, stream, zlib, 'module': require('node:module') };

  function list() {
    const objects = { globalThis, process, ...builtins };
    for (const name of Object.getOwnPropertyNames(globalThis)) {
      if (name === 'global') continue;
      const { value } = Object.getOwnPropertyDescriptor(globalThis, name);
      if (typeof value !== 'function' && typeof value !== 'object' || value === null) continue;
      objects[name] = value;
      if (value.prototype) objects[name + '.prototype'] = value.prototype;
    }
    const generator = Object.getPrototypeOf(function* () {}.prototype);
    objects['Generator.prototype'] = generator;
    objects['Iterator.prototype'] = Object.getPrototypeOf(generator);
    objects['AsyncFunction.prototype'] = Object.getPrototypeOf(async () => {});
    objects['EventEmitter.prototype'] = events.prototype;
    return objects;
  }

  function describeAll() {
    return new Map(Object.entries(list()).map(([name, object]) => [name, { object, properties: describe(object) }]));
  }

  function describe(object) {
    return new Map(Reflect.ownKeys(object).map((key) => [key, Object.getOwnPropertyDescriptor(object, key)]));
  }

  function compare(before, after) {
    const changes = [];
    for (const [name, { object, properties }] of after) {
      const earlier = before.get(name);
      if (earlier === undefined || earlier.object !== object) { changes.push(name); continue; }
      for (const key of new Set([...properties.keys(), ...earlier.properties.keys()])) {
        if (!same(properties.get(key), earlier.properties.get(key))) changes.push(name + '.' + String(key));
      }
    }
    return changes;
  }

  function same(a, b) {
    if (a === undefined || b === undefined) return a === b;
    return ['value', 'get', 'set', 'writable', 'enumerable', 'configurable'].every((key) => Object.is(a[key], b[key]));
  }

  // Node makes some globals when they are first read.
  for (const name of Object.getOwnPropertyNames(globalThis)) void globalThis[name];
  const before = describeAll();
  USE
  process.stdout.write(JSON.stringify({ changes: compare(before, describeAll()), count: before.size }));
`;

function changesBy(use: string): string[] {
  const code = PROGRAM.replace('USE', use);
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    cwd: root,
    encoding: 'utf8',
  });
  if (stdout === '') throw new Error(stderr);
  const { changes, count } = JSON.parse(stdout) as { changes: string[]; count: number };
  expect(count).toBeGreaterThan(100);
  return changes;
}

/** Compiles a program with the plugin and runs it: greenlets, files, timers, requests, a killed greenlet. */
const RUN = `
  const { default: babel } = await import('@babel/core');
  const { default: plugin } = await import('greenlets/plugin');
  const { exports } = require('./package.json');
  const paths = Object.keys(exports).filter((path) => /^\\.(?:$|\\/(?:core|internal)$|\\/(?:node|web)\\/)/.test(path));
  if (paths.length < 10) throw new Error('there are only ' + paths.length + ' modules');
  for (const name of paths.map((path) => path.replace('.', 'greenlets'))) {
    await import(name);
    require(name);
  }
  const source = \`
    "use greenlet";
    const { run, sleep, spawn, Queue, Timeout, withTimeout } = require('greenlets');
    const fs = require('fs');
    const { setTimeout: delay } = require('timers/promises');
    function main(server) {
      const queue = new Queue();
      const reader = spawn(() => { for (;;) queue.put(fs.readFileSync('package.json', 'utf8').length); });
      const length = queue.get();
      const order = [3, 1, 2].sort((a, b) => { sleep(0); return a - b; });
      for (const x of (function* () { sleep(0); yield 1; })()) delay(1);
      const page = fetch('http://127.0.0.1:' + server.address().port).text();
      const late = withTimeout(1, () => sleep(1000), { timeoutValue: 'late' });
      reader.kill();
      return [typeof length, order.join(), page, late].join(' ');
    }
    module.exports = (server) => run(main, server);
  \`;
  const { code } = babel.transformSync(source, { sourceType: 'script', configFile: false, babelrc: false, plugins: [plugin] });
  const server = http.createServer((_, response) => response.end('page'));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const module = { exports: {} };
  new Function('module', 'require', code)(module, require);
  const result = await module.exports(server);
  server.close();
  server.closeAllConnections();
  if (result !== 'number 1,2,3 page late') throw new Error('the program said ' + result);
  // What listens for the end of the program takes itself away when that is there, and no greenlet is left.
  process.emit('beforeExit', 0);
`;

describe('Nothing global is changed', () => {
  it('by a program that uses all of the library, besides registered symbols of our own', () => {
    const changes = changesBy(RUN);
    const foreign = changes.filter((change) => !change.startsWith('globalThis.Symbol(greenlets:v1:'));
    expect(changes).toContain('globalThis.Symbol(greenlets:v1:link)');
    expect(foreign.filter((change) => !MADE_BY_BABEL.has(change))).toEqual([]);
  });

  it.each([
    ['fs.readFileSync', 'fs.readFileSync = () => "";'],
    ['Array.prototype.sort', 'Array.prototype.sort = function () {};'],
    ['Promise.prototype.then', 'Object.freeze(Promise.prototype);'],
    ['globalThis.fetch', 'globalThis.fetch = () => {};'],
    ['globalThis.addition', 'globalThis.addition = 1;'],
    ['Function.prototype.addition', 'Function.prototype.addition = 1;'],
  ])('(and the test would notice: %s)', (property, use) => {
    expect(changesBy(use)).toContain(property);
  });
});

/** Formatting stacks is what Babel itself changes, when it is first used. */
const MADE_BY_BABEL = new Set(['Error.prepareStackTrace', 'Error.stackTraceLimit']);
