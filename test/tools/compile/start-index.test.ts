import { mkdtempSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StartIndex, type Purpose } from '../../../tools/compile/cache/start-index.ts';
import { canCheck, type Outcome } from '../../../tools/compile/cache/start-file.ts';

/** How long a file has to be as it is before it is taken for granted, and somewhat more: in ms. */
const LONG = 10_000;

const describeWhereKept = canCheck() ? describe : describe.skip;

describeWhereKept('The index of a start', () => {
  const folder = mkdtempSync(join(tmpdir(), 'greenlets-'));
  const path = join(folder, 'below', 'index');
  const file = join(folder, 'program.js');
  const map = join(folder, 'map');
  const outcome: Outcome = { format: 'module', code: 'compiled("ä");', warnings: ['careful'], map: null };

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  beforeEach(() => {
    writeFileSync(file, 'the source');
    rmSync(path, { force: true });
  });

  interface Start {
    key?: string;
    context?: string;
    /** How much later than now. */
    later?: number;
  }

  function open({ key = 'key', context = '', later = LONG }: Start = {}): StartIndex {
    return new StartIndex(
      path,
      key,
      () => context,
      () => Date.now() + later,
    );
  }

  /** A start of the program, which loads the file. */
  function start(options: Start = {}, becomes = outcome, purpose: Purpose = 'import'): Outcome | null {
    const index = open(options);
    const glance = index.glance(file);
    if (glance === null) return null;
    const found = index.find(file, purpose, glance);
    if (found === null) index.note(file, purpose, glance, readFileSync(file, 'utf8'), becomes);
    index.save();
    return found;
  }

  it('knows what a file has become, for what it was loaded by', () => {
    expect(start()).toBeNull();
    expect(start()).toMatchObject(outcome);
    expect(start({}, outcome, 'require')).toBeNull();
    expect(start()).toMatchObject(outcome);
    expect(start({}, outcome, 'require')).toMatchObject(outcome);
  });

  it('knows that a file is left to Node', () => {
    const left: Outcome = { format: null, code: '', warnings: [], map: null };
    start({}, left);
    expect(start()).toMatchObject(left);
  });

  it.each([
    ['other options, or another version', { key: 'another' }],
    ['another package.json or tsconfig.json', { context: 'another' }],
  ])('knows nothing for %s', (_, options) => {
    start();
    expect(start(options)).toBeNull();
    expect(start(options)).toMatchObject(outcome);
  });

  it('notices another text of the same length, whatever its time', () => {
    start();
    const { atime, mtime } = statSync(file);
    writeFileSync(file, 'the sourcE');
    utimesSync(file, atime, mtime);
    const { size, mtimeMs } = statSync(file);
    // What is set as a date may come back a little less.
    expect([size, Math.round(mtimeMs)]).toEqual([10, mtime.getTime()]);
    expect(start({}, { ...outcome, code: 'another' })).toBeNull();
    expect(start()).toMatchObject({ code: 'another' });
  });

  it('notices that another file has taken the place', () => {
    const other = join(folder, 'other.js');
    writeFileSync(other, 'the sourcE');
    const { atime, mtime } = statSync(file);
    utimesSync(other, atime, mtime);
    start();
    renameSync(other, file);
    expect(start()).toBeNull();
  });

  it('does not trust a file that has just been changed, which may change again within the resolution of its time', () => {
    expect(start({ later: 0 })).toBeNull();
    expect(start()).toBeNull();
    expect(start({ later: 0 })).toMatchObject(outcome);
  });

  it('trusts such a file later, if it is still the same when the program ends', () => {
    let later = 0;
    const index = new StartIndex(
      path,
      'key',
      () => '',
      () => Date.now() + later,
    );
    const glance = index.glance(file);
    if (glance === null) throw new Error('there is a file');
    index.note(file, 'import', glance, 'the source', outcome);
    index.note(join(folder, 'gone.js'), 'import', glance, 'gone', outcome);
    later = LONG;
    index.save();
    expect(start()).toMatchObject(outcome);
    rmSync(path);
    index.note(file, 'import', { ...glance, at: Date.now() }, 'what it was', outcome);
    index.save();
    expect(start()).toBeNull();
  });

  it('needs the source map that the code names', () => {
    writeFileSync(map, '{}');
    const mapped = { ...outcome, map: { path: map, size: 2 } };
    start({}, mapped);
    expect(start({}, mapped)).toMatchObject(mapped);
    rmSync(map);
    expect(start({}, mapped)).toBeNull();
  });

  it.each(['', '{', '{}\n', 'cut', 'changed'])('ignores a file that is not what was written: %j', (damage) => {
    start();
    const text = readFileSync(path, 'utf8');
    const damaged = { cut: text.slice(0, -1), changed: text.replace('compiled', 'complied') }[damage] ?? damage;
    writeFileSync(path, damaged);
    expect(start()).toBeNull();
    expect(start()).toMatchObject(outcome);
  });

  it('keeps what other starts have left, but for files that are gone', () => {
    const other = join(folder, 'other.js');
    writeFileSync(other, 'other');
    const before = open();
    const glance = before.glance(other);
    if (glance === null) throw new Error('there is a file');
    before.note(other, 'import', glance, 'other', outcome);
    before.save();
    start();
    expect(open().find(other, 'import', glance)).toMatchObject(outcome);
    rmSync(other);
    start({}, outcome, 'require');
    expect(open().find(other, 'import', glance)).toBeNull();
    expect(start()).toMatchObject(outcome);
  });

  it('does without what cannot be written', () => {
    const nowhere = new StartIndex(
      join(file, 'below'),
      'key',
      () => '',
      () => Date.now() + LONG,
    );
    const glance = nowhere.glance(file);
    if (glance === null) throw new Error('there is a file');
    nowhere.note(file, 'import', glance, 'the source', outcome);
    nowhere.save();
    expect(nowhere.find(file, 'import', glance)).toBeNull();
    expect(nowhere.glance(join(folder, 'gone.js'))).toBeNull();
  });
});
