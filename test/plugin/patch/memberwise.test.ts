import { compile, compileBody } from './compile.ts';

describe('a module that is a class or a function itself', () => {
  it('has its members replaced, and stays what it is', () => {
    const code = compile(`import EventEmitter, { once } from 'node:events';
class Own extends EventEmitter {}
function marked(emitter) {
  class Other extends EventEmitter {}
  return [EventEmitter.once(emitter, 'a'), once(emitter, 'b'), EventEmitter.on(emitter, 'c'), emitter instanceof EventEmitter];
}`);
    expect(code).toContain(`import { once as _once } from "greenlets/node/events";`);
    expect(code).toContain(`class Other extends EventEmitter {}`);
    expect(code).toContain(
      `return [_once(emitter, 'a'), _once(emitter, 'b'), EventEmitter.on(emitter, 'c'), emitter instanceof EventEmitter];`,
    );
  });

  it.each([
    [`return EventEmitter.once(a, 'b');`, `import { EventEmitter } from 'events';`],
    [`return EventEmitter.once(a, 'b');`, `import * as EventEmitter from 'events';`],
    [`return EventEmitter.once(a, 'b');`, `const EventEmitter = require('events');`],
    [`return EventEmitter.once(a, 'b');`, `const { EventEmitter } = require('events');`],
    [`return events.EventEmitter.once(a, 'b');`, `import * as events from 'events';`],
    [`return events.default.once(a, 'b');`, `import * as events from 'events';`],
    [`return once(a, 'b');`, `const { once } = require('events');`],
    [`return require('events').once(a, 'b');`, ``],
    [`return once(a, 'b');`, `const { once } = await import('node:events');`],
    [`return events.once(a, 'b');`, `const events = await import('events');`],
    [`return events.default.once(a, 'b');`, `const events = (await import('events'));`],
    [`return EventEmitter.once(a, 'b');`, `const { default: EventEmitter } = await import('events');`],
  ])('is found however it was imported: %s after %s', (body, imports) => {
    expect(compileBody(body, imports)).toMatch(/^return _once\d?\(a, 'b'\);$/);
  });

  it.each([
    [`return new EventEmitter();`, `const EventEmitter = require('events');`],
    [`return use(stream);`, `import stream from 'stream';`],
    [`return stream[name](a);`, `import stream from 'stream';`],
    [`return EventEmitter.once;`, `import { /* @greenlet-original */ EventEmitter } from 'events';`],
    [`EventEmitter.once = double;`, `import EventEmitter from 'events';`],
    [`return import('events');`, ``],
  ])('is left alone in %s', (body, imports) => {
    expect(compileBody(body, imports)).toBe(body);
  });

  it.each([
    [`return (await import('events')).once(a, 'b');`, `return _once(a, 'b');`],
    [`const { once } = await import('events');\nreturn once(a, 'b');`, `return _once(a, 'b');`],
    [`const { once } = await /* @greenlet-original */ import('events');\nreturn once(a, 'b');`, `return once(a, 'b');`],
  ])('is found in an import in marked code that is awaited: %s', (body, output) => {
    const code = compile(`async function marked() {\n${body}\n}`);
    expect(code).toContain(output);
  });

  it('is destructured in marked code', () => {
    expect(
      compileBody(`const { Readable, pipeline } = require('stream');\nreturn pipeline(a, new Readable());`),
    ).toContain('return _pipeline(a, new Readable());');
  });
});

describe('a global object some of whose members are replaced', () => {
  it.each([
    ['Atomics.wait(a, 0, 0);', '_wait(a, 0, 0);'],
    ['globalThis.Atomics.wait(a, 0, 0);', '_wait(a, 0, 0);'],
    [`Atomics['wait'](a, 0, 0);`, '_wait(a, 0, 0);'],
    ['Atomics.load(a, 0);', 'Atomics.load(a, 0);'],
    ['use(Atomics, globalThis.Atomics);', 'use(Atomics, globalThis.Atomics);'],
    ['return typeof Atomics.waitAsync;', 'return typeof Atomics.waitAsync;'],
  ])('is itself, but for these: %s', (source, output) => {
    expect(compileBody(source)).toBe(output);
  });

  it('is followed through constants', () => {
    const body = compileBody(`const { wait, load } = Atomics;\nreturn [wait(a, 0, 0), load(a, 0)];`);
    expect(body).toContain('return [_wait(a, 0, 0), load(a, 0)];');
  });

  it('is what a variable of the file is not', () => {
    const body = 'Atomics.wait(a, 0, 0);';
    expect(compileBody(body, 'const Atomics = double;')).toBe(body);
  });
});
