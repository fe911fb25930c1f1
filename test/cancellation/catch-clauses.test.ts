import { GreenletExit, kill, sleep, spawn, wait, withTimeout, type Greenlet } from 'greenlets';
import { gatherReports } from '../support/gather-reports.ts';
import { runVirtually } from '../support/virtual-host.ts';
import { createLog, loadProgram, VARIANTS, type Log } from './support.ts';

type Clause = (log: Log, ...args: unknown[]) => unknown;

interface Program {
  clauses: Record<string, Clause>;
  asyncClauses: Record<string, (log: Log, started: (greenlet: Greenlet) => void) => Promise<unknown>>;
  classes: { Cancelled: new () => GreenletExit };
  secondKill: Clause;
}

/** What a clause logs when its greenlet is killed: nothing where it is skipped. What follows the `try` never runs. */
const KILLED: Record<string, string[]> = {
  plain: [],
  withoutParameter: [],
  retryLoop: [],
  throwsOtherOnSomePath: [],
  throwsInsideItsOwnTry: [],
  throwsInFunction: [],
  asksForOthers: [],
  asksAHelperForSomethingElse: [],
  destructured: [],
  rethrows: ['entered GreenletExit', 'finally'],
  wraps: ['entered'],
  throwsOther: ['entered'],
  throwsOneOfTwo: ['entered'],
  throwsInSwitch: ['entered', 'falls through'],
  returns: ['entered'],
  endsNormally: ['entered'],
  breaks: ['entered'],
  continues: ['entered 0'],
  blocks: ['entered', 'rolled back', 'released'],
  blocksAndReturns: ['entered 1', 'finally'],
  nested: ['inner', 'caught inside', 'finally'],
  aliased: ['entered'],
  assignsAndThrows: ['entered'],
  forwardsToOuter: ['inner', 'outer GreenletExit'],
  inGenerator: ['1', 'entered', 'finally'],
  skippedInGenerator: ['1', 'finally'],
  inConstructor: ['entered'],
  inStaticBlock: ['entered'],
  inMethodAndArrow: ['arrow', 'method'],
  throwsItAgain: ['entered'],
};

/** Clauses that throw something that is not the kill: it goes to the error handler. */
const REPORTED: Record<string, string> = {
  throwsOther: 'reported',
  throwsOneOfTwo: 'reported: the greenlet was killed',
};

const SWALLOWING = [
  'namesTheClass',
  'namesByName',
  'namesInSwitch',
  'namesInList',
  'namesByHelper',
  'namesByAnAliasOfAnAlias',
  'namesByHelperOfAHelper',
  'namesByDeclaredHelpers',
  'namesByHelperThatWaits',
  'namesByHelperThatIsAssigned',
  'namesUnderAnotherName',
  'namesAny',
  'namesAnyUnderAnotherName',
  'namesASubclass',
  'namesAPropertyOfAnObject',
];

describe.each(VARIANTS)('%s, a clause', (_, stress) => {
  const { clauses, asyncClauses, classes, secondKill } = loadProgram('clauses.js', stress) as Program;
  const { Cancelled } = classes;

  /** Kills a greenlet that waits in a clause's `try`, or several times; what it logged, how it ended, what was reported. */
  async function killed(clause: Clause, error: Error = new GreenletExit(), ...args: unknown[]) {
    const { lines, log } = createLog();
    const reports = gatherReports();
    const greenlet = await runVirtually(() => {
      'use greenlet';
      const victim: Greenlet = spawn(clause, log, ...args);
      sleep(1);
      victim.kill(error);
      return [victim];
    });
    return { lines, value: greenlet[0]?.value, exception: greenlet[0]?.exception, reports };
  }

  it.each(Object.keys(KILLED))('%s: a kill goes on', async (name) => {
    const error = new GreenletExit();
    const { lines, value, reports } = await killed(clauses[name] as Clause, error);
    expect(lines).toEqual(KILLED[name]);
    expect(value).toBe(error);
    expect(reports.map((report) => (report as Error).message)).toEqual(name in REPORTED ? [REPORTED[name]] : []);
  });

  it.each(SWALLOWING)('%s: takes the kill', async (name) => {
    const { lines, value } = await killed(clauses[name] as Clause, new Cancelled());
    expect(lines).toEqual([]);
    expect(value).toBe('swallowed');
  });

  it.each(['namesASubclass', 'namesAPropertyOfAnObject'])('%s: not the kill by another class', async (name) => {
    const error = new GreenletExit();
    expect((await killed(clauses[name] as Clause, error)).value).toBe(error);
  });

  it.each(['rethrow', 'other'])('however it could also end: %s', async (how) => {
    const error = new GreenletExit();
    for (const name of ['returns', 'endsNormally', 'breaks', 'continues', 'blocksAndReturns']) {
      expect((await killed(clauses[name] as Clause, error, how)).value).toBe(error);
    }
    expect((await killed(clauses.breaks as Clause, error, 'outer')).value).toBe(error);
  });

  it.each(['plain', 'retryLoop', 'asksForOthers'])('%s: the error of the kill may be of any class', async (name) => {
    const error = new Error('stop');
    const { lines, exception, reports } = await killed(clauses[name] as Clause, error);
    expect(lines).toEqual([]);
    expect(exception).toBe(error);
    expect(reports).toEqual([]);
  });

  it('takes a kill whose class it names, whatever the class', async () => {
    const { lines } = await killed(clauses.asksForOthers as Clause, new RangeError('stop'));
    expect(lines).toEqual(['entered']);
  });

  it.each([
    ['rethrows', ['entered', 'finally']],
    ['skipped', []],
    ['wrapsInLoop', ['entered 1']],
  ])('of an async function, %s: a kill goes on, and rejects the promise', async (name, expected) => {
    const { lines, log } = createLog();
    const error = new GreenletExit();
    const outcome = await runVirtually(() => {
      'use greenlet';
      const greenlets: Greenlet[] = [];
      const promise = asyncClauses[name]?.(log, (greenlet) => void greenlets.push(greenlet));
      sleep(1);
      kill(greenlets[0] as Greenlet, error);
      try {
        return wait(promise);
      } catch (caught) {
        return { caught };
      }
    });
    expect(lines).toEqual(expected);
    expect(outcome).toEqual({ caught: error });
  });

  it('that waits is interrupted by a second kill; then the first one goes on', async () => {
    const { lines, log } = createLog();
    const reports = gatherReports();
    const [first, second] = [new GreenletExit('first'), new GreenletExit('second')];
    const value = await runVirtually(() => {
      'use greenlet';
      const victim: Greenlet = spawn(secondKill, log);
      sleep(1);
      victim.kill(first, { block: false });
      sleep(1);
      victim.kill(second);
      return [victim.value];
    });
    expect(lines).toEqual(['entered', 'interrupted', 'finally']);
    expect(value).toEqual([first]);
    expect(reports).toEqual([]);
  });

  it('that waits is interrupted by a second kill: neither error is reported, of whatever class they are', async () => {
    const { log } = createLog();
    const reports = gatherReports();
    const [first, second] = [new Error('first'), new Error('second')];
    const exception = await runVirtually(() => {
      'use greenlet';
      const victim: Greenlet = spawn(secondKill, log);
      sleep(1);
      victim.kill(first, { block: false });
      sleep(1);
      victim.kill(second, { block: false });
      sleep(10);
      return [victim.exception];
    });
    expect(exception).toEqual([first]);
    expect(reports).toEqual([]);
  });

  it('that waits lets a kill go on rather than the timeout that it was entered with', async () => {
    const { lines, log } = createLog();
    const exit = new GreenletExit();
    const value = await runVirtually(() => {
      'use greenlet';
      const victim: Greenlet = spawn(() => {
        'use greenlet';
        withTimeout(10, () => secondKill(log), { timeoutValue: 'late' });
        log('went on');
      });
      sleep(20);
      victim.kill(exit);
      return [victim.value];
    });
    expect(lines).toEqual(['entered', 'interrupted', 'finally']);
    expect(value).toEqual([exit]);
  });

  it.each(Object.keys(KILLED).filter((name) => !name.startsWith('throwsItAgain')))(
    '%s: a timeout goes on, too, to its scope',
    async (name) => {
      const { lines, log } = createLog();
      gatherReports();
      const result = await runVirtually(() => {
        'use greenlet';
        return withTimeout(10, () => clauses[name]?.(log), { timeoutValue: 'late' });
      });
      const expected = KILLED[name]?.map((line) => line.replace('GreenletExit', 'Timeout'));
      expect(lines).toEqual(expected);
      expect(result).toBe('late');
    },
  );
});

describe.each(VARIANTS)('%s, a clause that compares the error with a timeout', (_, stress) => {
  const { comparing } = loadProgram('clauses.js', stress) as { comparing: Record<string, () => unknown> };

  it.each(Object.keys(comparing))('%s: takes what that timeout raised', async (name) => {
    const result = await runVirtually(() => {
      'use greenlet';
      return comparing[name]?.();
    });
    expect(result).toBe('timed out');
  });

  it.each(Object.keys(comparing))('%s: passes on another one', async (name) => {
    const result = await runVirtually(() => {
      'use greenlet';
      return withTimeout(5, () => comparing[name]?.(), { timeoutValue: 'outer' });
    });
    expect(result).toBe('outer');
  });
});
