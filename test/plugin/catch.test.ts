import { Event, GreenletExit, run, sleep, spawn, Timeout, withTimeout, type Greenlet } from 'greenlets';
import { runVirtually } from '../support/virtual-host.ts';
import { compile } from './support/compile.ts';

/** Kills a greenlet while it waits in `body`; returns what it logged and how it ended. */
async function kill(body: (log: (line: string) => void) => unknown): Promise<{ lines: string[]; value: unknown }> {
  const lines: string[] = [];
  return runVirtually(() => {
    'use greenlet';
    const victim: Greenlet = spawn(body, (line: string) => void lines.push(line));
    sleep(1);
    victim.kill();
    return { lines, value: victim.value };
  });
}

describe('The kill of a greenlet', () => {
  it('passes a catch clause for all errors; finally blocks run', async () => {
    const { lines, value } = await kill((log) => {
      'use greenlet';
      try {
        sleep(1000);
      } catch (error) {
        log(`caught ${String(error)}`);
      } finally {
        log('cleaned up');
      }
      log('went on');
    });
    expect(lines).toEqual(['cleaned up']);
    expect(value).toBeInstanceOf(GreenletExit);
  });

  it('passes a catch clause without a parameter', async () => {
    const { lines } = await kill((log) => {
      'use greenlet';
      for (;;) {
        try {
          sleep(1000);
        } catch {
          log('swallowed');
        }
      }
    });
    expect(lines).toEqual([]);
  });

  it('passes all clauses on its way out, in functions that call each other', async () => {
    const inner = (log: (line: string) => void): void => {
      'use greenlet';
      try {
        sleep(1000);
      } catch {
        log('inner caught');
      } finally {
        log('inner finally');
      }
    };
    const { lines } = await kill((log) => {
      'use greenlet';
      try {
        inner(log);
      } catch {
        log('outer caught');
      } finally {
        log('outer finally');
      }
    });
    expect(lines).toEqual(['inner finally', 'outer finally']);
  });

  it('is caught by a clause that mentions GreenletExit, which may end the greenlet with a value', async () => {
    const { lines, value } = await kill((log) => {
      'use greenlet';
      try {
        sleep(1000);
      } catch (error) {
        if (!(error instanceof GreenletExit)) throw error;
        log('caught');
        return 'a value';
      }
      return 'not reached';
    });
    expect(lines).toEqual(['caught']);
    expect(value).toBe('a value');
  });

  it('waits for finally blocks that block', async () => {
    const { lines } = await kill((log) => {
      'use greenlet';
      try {
        sleep(1000);
      } finally {
        sleep(10);
        log('cleaned up slowly');
      }
    });
    expect(lines).toEqual(['cleaned up slowly']);
  });

  it('closes the iterators of the loops that it leaves', async () => {
    const { lines } = await kill((log) => {
      'use greenlet';
      const iterator = {
        next: () => ({ done: false as const, value: 1 }),
        return: () => {
          log('closed');
          return { done: true as const, value: undefined };
        },
      };
      for (const x of { [Symbol.iterator]: () => iterator }) sleep(1000 * x);
    });
    expect(lines).toEqual(['closed']);
  });
});

describe('A timeout', () => {
  it('passes the catch clauses of the code that it limits', async () => {
    const lines: string[] = [];
    const result = await runVirtually(() => {
      'use greenlet';
      return withTimeout(
        10,
        () => {
          try {
            new Event().wait();
          } catch {
            lines.push('swallowed');
          } finally {
            lines.push('cleaned up');
          }
          return 'in time';
        },
        { timeoutValue: 'too late' },
      );
    });
    expect(lines).toEqual(['cleaned up']);
    expect(result).toBe('too late');
  });

  it('is an error like any other where it was started', async () => {
    const caught = await runVirtually(() => {
      'use greenlet';
      try {
        withTimeout(10, () => sleep(1000));
      } catch (error) {
        return error;
      }
      return null;
    });
    expect(caught).toBeInstanceOf(Timeout);
  });

  it('goes through a limit that is not its own', async () => {
    const lines: string[] = [];
    const outer = await runVirtually(() => {
      'use greenlet';
      return withTimeout(
        10,
        () => {
          try {
            withTimeout(1000, () => sleep(5000), { timeoutValue: 'inner' });
          } catch {
            lines.push('swallowed');
          }
          return 'in time';
        },
        { timeoutValue: 'outer' },
      );
    });
    expect(outer).toBe('outer');
    expect(lines).toEqual([]);
  });

  it('is caught by a clause that mentions Timeout', async () => {
    const result = await runVirtually(() => {
      'use greenlet';
      return withTimeout(10, () => {
        try {
          sleep(1000);
        } catch (error) {
          if (error instanceof Timeout) return 'gave up early';
          throw error;
        }
        return 'in time';
      });
    });
    expect(result).toBe('gave up early');
  });
});

describe('An ordinary error', () => {
  it('is caught as ever, after a suspension too', async () => {
    const result = await run(() => {
      'use greenlet';
      try {
        sleep(0);
        throw new RangeError('planned');
      } catch (error) {
        sleep(0);
        return (error as Error).message;
      }
    });
    expect(result).toBe('planned');
  });
});

describe('A clause mentions a cancellation', () => {
  const PASSES_ON = 'caught(error)';
  const CATCHES_EXIT = 'caught(error, "GreenletExit")';
  const CATCHES_TIMEOUT = 'caught(error, "Timeout")';
  const CATCHES_BOTH = 'caught(error, "GreenletExit", "Timeout")';
  const body = (clause: string): string => `function f() { "use greenlet"; try { g(); } catch (e) { ${clause} } h(); }`;

  it.each([
    [`import { GreenletExit } from "greenlets"; ${body('if (e instanceof GreenletExit) i();')}`, CATCHES_EXIT],
    [`import { Timeout as T } from "greenlets"; ${body('if (e instanceof T) i();')}`, CATCHES_TIMEOUT],
    [`import { GreenletExit } from "greenlets/core"; ${body('if (e instanceof GreenletExit) i();')}`, CATCHES_EXIT],
    [`const { Timeout: T } = require("greenlets"); ${body('if (e instanceof T) i();')}`, CATCHES_TIMEOUT],
    [`import { Timeout } from "greenlets"; ${body('i(() => e instanceof Timeout);')}`, CATCHES_TIMEOUT],
    [
      `import { GreenletExit, Timeout } from "greenlets"; ${body('if (e instanceof GreenletExit || e instanceof Timeout) i();')}`,
      CATCHES_BOTH,
    ],
    [body('i();'), PASSES_ON],
    [`import { Timeout } from "greenlets"; ${body('i(e);')}`, PASSES_ON],
    [`import { Timeout } from "greenlets"; ${body('const Timeout = i(); j(Timeout);')}`, PASSES_ON],
    [`import * as greenlets from "greenlets"; ${body('if (e instanceof greenlets.Timeout) i();')}`, CATCHES_TIMEOUT],
    [body('if (e.name === `GreenletExit`) i();'), CATCHES_EXIT],
    [body('if (e["name"] === "GreenletExit") i();'), CATCHES_EXIT],
    [body('switch (e?.name) { case `Timeout`: i(); }'), CATCHES_TIMEOUT],
    [body('if ([`Timeout`].includes(e.name)) i();'), CATCHES_TIMEOUT],
    [body('if (/exit$/i.test(e.name)) i();'), CATCHES_EXIT],
    [body('if (/^(GreenletExit|Timeout)$/.test(e.name)) i();'), CATCHES_BOTH],
    [`const EXIT = "GreenletExit"; ${body('if (e.name === EXIT) i();')}`, CATCHES_EXIT],
    [`let exit = "GreenletExit"; exit = 1; ${body('if (e.name === exit) i();')}`, PASSES_ON],
    [`const { exit } = "GreenletExit"; ${body('if (e.name === exit) i();')}`, PASSES_ON],
    [`const [exit] = "GreenletExit"; ${body('if (e.name === exit) i();')}`, PASSES_ON],
    [body('if (e.name === `${i()}GreenletExit`) i();'), PASSES_ON],
    [body('if (/Exit/.test(e.message)) i();'), PASSES_ON],
  ])('in %s: %s', (source, expected) => {
    const code = compile(source).replace(/error_\d+/g, 'error');
    expect(/caught(?:All)?\(error[^)]*\)/.exec(code)?.[0]).toBe(expected);
  });
});

describe('A clause that mentions Timeout only', () => {
  it('passes on a kill', async () => {
    const lines: string[] = [];
    await runVirtually(() => {
      'use greenlet';
      const greenlet = spawn(() => {
        'use greenlet';
        try {
          sleep(1000);
        } catch (error) {
          if (error instanceof Timeout) lines.push('late');
        }
        lines.push('went on');
      });
      sleep(0);
      greenlet.kill();
    });
    expect(lines).toEqual([]);
  });
});

describe('A clause of a module that is marked as a whole', () => {
  const clauseThatCalls = (helper: string): string => `'use greenlet';
    import { GreenletExit, isCancellation, sleep } from 'greenlets';
    function declared(error) { return isCancellation(error); }
    function ofDeclared(error) { if (declared(error)) return true; return false; }
    const arrow = (error) => isCancellation(error);
    const ofArrow = (error) => arrow(error);
    const expression = function (error) { return declared(error); };
    const { isCancellation: isEnd } = await import('greenlets');
    const isAnEnd = isEnd;
    export let exported = (error) => ofArrow(error);
    sleep(1);
    export function clause() { try { sleep(1); } catch (error) { if (${helper}(error)) return 'named'; } }`;

  it.each(['declared', 'ofDeclared', 'arrow', 'ofArrow', 'expression', 'isEnd', 'isAnEnd', 'exported'])(
    'names by %s what that names',
    (helper) => {
      expect(compile(clauseThatCalls(helper))).toContain('"isCancellation")');
    },
  );

  it('names nothing by what does not look for cancellations', () => {
    expect(compile(clauseThatCalls('String'))).not.toContain('"isCancellation")');
  });
});
