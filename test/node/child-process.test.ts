import realChildProcess, { type SpawnSyncReturns } from 'node:child_process';
import { createHash } from 'node:crypto';
import { openSync } from 'node:fs';
import { run } from 'greenlets';
import cooperativeChildProcess, { implemented } from '../../runtime/node/child-process/index.ts';
import * as namespace from '../../runtime/node/child-process/index.ts';
import {
  describeError,
  listCalls,
  outcomeOf,
  perform,
  performInGreenlet,
  type Call,
  type Cases,
  type Outcome,
} from './support/outcomes.ts';

type Name = (typeof implemented)[number];

const SHELL = '/bin/sh';
const script = (code: string, options: object = {}) => [SHELL, ['-c', code], options];

const inheriting = (options: object): object => Object.create(options) as object;

type Case = Cases<Name>[Name][number];

const cases: Cases<Name> = {
  execFileSync: [
    ['a file', () => ['echo', ['hi', 'there']]],
    ['no arguments', () => ['pwd', { cwd: '/' }]],
    ['an encoding', () => ['echo', ['hi'], { encoding: 'utf8' }]],
    ['input', () => ['cat', [], { input: 'text', encoding: 'utf8' }]],
    ['null for options', () => ['echo', ['hi'], null]],
    ['argv0', () => [SHELL, ['-c', 'exit 4'], { argv0: 'other' }]],
    ['a child that fails', () => script('echo out; echo err >&2; exit 3', { stdio: 'pipe' })],
    [
      'a child that fails, as text',
      () => script('echo out; echo err >&2; exit 3', { stdio: 'pipe', encoding: 'utf8' }),
    ],
    ['a child that is ended by a signal', () => script('kill -KILL $$', { stdio: 'pipe' })],
    ['a timeout', () => ['sleep', ['10'], { timeout: 20 }]],
    ['a way to write messages', () => ['echo', ['hi'], { serialization: 'advanced' }]],
    ['inherited options', () => ['echo', ['x'], inheriting({ encoding: 'utf8' })]],
    ['options twice', () => ['echo', {}, {}]],
    ['null after options', () => ['echo', { encoding: 'utf8' }, null]],
    ['a missing file', () => ['greenlets-missing', ['x']]],
    ['an invalid file', () => [5]],
    ['an empty file', () => ['']],
    ['invalid arguments', () => ['echo', 'x']],
    ['invalid options', () => ['echo', [], 'x']],
  ],
  execSync: [
    ['a command', () => ['echo hi; echo there']],
    ['an encoding', () => ['echo hi', { encoding: 'utf8' }]],
    ['a shell', () => ['echo $0', { shell: '/bin/bash', encoding: 'utf8' }]],
    ['inherited options', () => ['echo $0', inheriting({ encoding: 'utf8', shell: '/bin/bash' })]],
    ['an environment', () => ['echo $A', { env: { A: 'b' }, encoding: 'utf8' }]],
    ['a command that fails', () => ['echo err >&2; exit 3', { stdio: 'pipe' }]],
    ['a shell that is missing', () => ['true', { shell: '/greenlets/missing' }]],
    ['an unknown encoding', () => ['echo a', { encoding: 'klingon' }]],
    ['a folder that is missing', () => ['echo a', { cwd: '/greenlets/missing' }]],
    ['an empty command', () => ['']],
    ['a null byte', () => ['echo a\0b']],
    ['an empty folder', () => ['pwd', { cwd: '' }]],
    ['an invalid command', () => [{}]],
    ['a number in the place of options', () => ['echo hi', 5]],
    ['the index that map() passes', () => ['echo hi', 0, ['echo hi']]],
    ['a text in the place of options', () => ['echo hi', 'x']],
    ['a function in the place of options', () => ['echo hi', () => 1]],
    ['false in the place of options', () => ['echo hi', false]],
  ],
  spawnSync: [
    ['a file', () => ['echo', ['hi']]],
    ['no arguments', () => ['true']],
    ['null for arguments', () => ['true', null, { encoding: 'utf8' }]],
    ['null for options', () => ['echo', [], null]],
    ['null for both', () => ['echo', null, null]],
    ['null after options', () => ['echo', { encoding: 'utf8' }, null]],
    ['options twice', () => ['echo', { encoding: 'utf8' }, {}]],
    ['inherited options', () => ['cat', ['x'], inheriting({ encoding: 'utf8', input: 'x', cwd: '/missing' })]],
    ['an empty folder', () => ['pwd', { cwd: '' }]],
    ['both outputs', () => script('echo out; echo err >&2; exit 2', { encoding: 'utf8' })],
    ['the encoding buffer', () => ['echo', { encoding: 'buffer' }]],
    ['much output', () => script('head -c 900000 /dev/zero')],
    ['input', () => ['cat', [], { input: 'text' }]],
    ['a buffer as input', () => ['cat', [], { input: Buffer.from('text') }]],
    ['a typed array as input', () => ['cat', { input: new Uint16Array([0x6161, 0x6262]) }]],
    ['input with an encoding', () => ['cat', { input: '6869', encoding: 'hex' }]],
    ['empty input', () => ['cat', { input: '' }]],
    ['no input', () => ['cat']],
    ['input that nobody reads', () => ['true', [], { input: Buffer.alloc(1e6) }]],
    ['input of a child that is ignored', () => ['cat', { stdio: ['ignore', 'pipe', 'pipe'], input: 'x' }]],
    [
      'what a child of the child still reads',
      () => script('exec 3<&0; (cat <&3) & exit 0', { input: 'x'.repeat(2e5) }),
    ],
    ['stdio ignored', () => ['echo', { stdio: 'ignore' }]],
    ['a pipe more', () => script('echo more >&3', { stdio: ['pipe', 'pipe', 'pipe', 'pipe'], encoding: 'utf8' })],
    ['a descriptor', () => ['cat', { stdio: [openSync('/dev/null', 'r'), 'pipe', null] }]],
    ['a stream', () => script('true', { stdio: ['pipe', process.stderr, undefined] })],
    ['an empty stdio', () => ['echo', { stdio: '' }]],
    ['a shell', () => ['echo $((1 + 1))', { shell: true, encoding: 'utf8' }]],
    ['a child that is detached', () => script('echo a', { detached: true, encoding: 'utf8' })],
    ['a child that is ended by a signal', () => script('kill -TERM $$')],
    ['a timeout', () => script('echo begun; exec sleep 10', { timeout: 1500 })],
    ['a timeout that is not needed', () => ['echo', { timeout: 10_000 }]],
    ['no timeout', () => ['echo', { timeout: 0 }]],
    ['a timeout and a signal', () => ['sleep', ['10'], { timeout: 20, killSignal: 'SIGKILL' }]],
    ['a timeout that is overheard', () => script(`trap '' TERM; echo a; sleep 0.5; exit 5`, { timeout: 250 })],
    ['too much output', () => script('printf 12345678901; sleep 10', { maxBuffer: 10 })],
    ['too much output in all', () => script('printf 1234567; printf 1234567 >&2; sleep 10', { maxBuffer: 10 })],
    ['as much output as is allowed', () => script('printf 12345', { maxBuffer: 5 })],
    ['maxBuffer 0', () => ['echo', ['hi'], { maxBuffer: 0 }]],
    ['maxBuffer undefined', () => script('head -c 2000000 /dev/zero', { maxBuffer: undefined })],
    ['maxBuffer Infinity', () => script('head -c 2000000 /dev/zero', { maxBuffer: Infinity })],
    ...['json', 'none', 5, null, {}].map((serialization): Case => [
      `${JSON.stringify(serialization)} as a way to write messages, which is not looked at`,
      () => ['echo', { serialization }],
    ]),
    ['a timeout that no timer can wait for', () => ['echo', { timeout: 2 ** 40 }]],
    ['a signal, which is not looked at', () => ['echo', { signal: AbortSignal.abort() }]],
    ['a missing file', () => ['greenlets-missing', ['a']]],
    ['a file that cannot be executed', () => ['/etc/passwd']],
    ['a folder that is missing', () => ['echo', { cwd: '/greenlets/missing' }]],
    ['too long an argument', () => ['echo', ['x'.repeat(3e6)]]],
    ['too long a command', () => ['echo', ['x'.repeat(3e6)], { shell: true }]],
    ['an invalid file', () => [undefined]],
    ['invalid arguments', () => ['echo', 'x']],
    ['invalid options', () => ['echo', [], 'x']],
    ['an invalid timeout', () => ['echo', { timeout: -1 }]],
    ['an invalid maxBuffer', () => ['echo', { maxBuffer: -1 }]],
    ['an unknown signal', () => ['echo', { killSignal: 'NOPE' }]],
    ['an invalid stdio', () => ['echo', { stdio: 'nope' }]],
    ['ipc', () => ['echo', { stdio: ['pipe', 'pipe', 'pipe', 'ipc'] }]],
    ['invalid input', () => ['cat', { input: 5 }]],
    ['an invalid cwd', () => ['echo', { cwd: 5 }]],
    ['an invalid uid', () => ['echo', { uid: 'x' }]],
    ['a null byte', () => ['echo', ['a\0b']]],
  ],
};

const calls = listCalls(cases);

/** What cannot be the same twice is left out: the number of the process. */
function comparable(outcome: Outcome): unknown {
  if (!('returned' in outcome)) {
    const { fields } = outcome.thrown as { fields: Record<string, unknown> };
    return { thrown: { ...(outcome.thrown as object), fields: withoutPid(fields) } };
  }
  const { returned } = outcome;
  if (typeof returned !== 'object' || returned === null || !('output' in returned))
    return { returned: brief(returned) };
  const { error } = returned as SpawnSyncReturns<Buffer>;
  return { keys: Object.keys(returned), ...withoutPid(returned), ...(error && { error: describeError(error) }) };
}

function withoutPid(fields: object): object {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key, key === 'pid' ? (value as number) > 0 : brief(value)]),
  );
}

/** What is long takes long to compare. */
function brief(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(brief);
  const isLong = (typeof value === 'string' || Buffer.isBuffer(value)) && value.length > 1000;
  return isLong ? [value.length, createHash('sha1').update(value).digest('hex')] : value;
}

const expectations = new Map<Call<Name>, unknown>();

function expectation(each: Call<Name>): unknown {
  if (!expectations.has(each)) expectations.set(each, comparable(outcomeOf(() => perform(realChildProcess, each))));
  return expectations.get(each);
}

describe('greenlets/node/child-process', () => {
  it('implements every synchronous function of this Node', () => {
    const synchronous = Object.keys(realChildProcess).filter((name) => name.endsWith('Sync'));
    expect([...implemented].sort()).toEqual(synchronous.sort());
  });

  it('passes everything else through', () => {
    expect(Object.keys(cooperativeChildProcess)).toEqual(Object.keys(realChildProcess));
    const others = Object.keys(realChildProcess).filter((name) => !implemented.includes(name as Name));
    expect(others.filter((name) => Reflect.get(namespace, name) !== Reflect.get(realChildProcess, name))).toEqual([]);
  });

  it.each(implemented)('keeps the name and the length of %s', (name) => {
    const shapeOf = ({ name: called, length }: { name: string; length: number }) => ({ called, length });
    expect(shapeOf(cooperativeChildProcess[name])).toEqual(shapeOf(realChildProcess[name]));
  });
});

describe.each(implemented)('%s', (name) => {
  const own = calls.filter((each) => each.name === name);

  it.each(own)('does the same as the original in a greenlet, with $title', async (each) => {
    expect(comparable(await run(performInGreenlet, cooperativeChildProcess, each))).toEqual(expectation(each));
  });

  it.each(own.slice(0, 3))('does the same as the original outside greenlets, with $title', (each) => {
    expect(comparable(outcomeOf(() => perform(cooperativeChildProcess, each)))).toEqual(expectation(each));
  });
});
