import { getCurrent, Greenlet, type LogicalFrame } from 'greenlets/core';
import { sleep, spawn } from 'greenlets';
import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { runVirtually } from '../support/virtual-host.ts';

const source = readFileSync(__filename, 'utf8').split('\n');

function names(frame: LogicalFrame | null): string[] {
  return frame === null ? [] : [frame.functionName, ...names(frame.caller)];
}

function away(): unknown {
  'use greenlet';
  return [main.switch()];
}

function middle(): unknown {
  'use greenlet';
  return [away()];
}

function outermost(): unknown {
  'use greenlet';
  return [middle()];
}

const main = getCurrent();

describe('the frame of a greenlet', () => {
  it('G26: leads from the innermost call to the function that it began with', () => {
    const greenlet = new Greenlet(outermost);
    greenlet.switch();
    expect(names(greenlet.frame)).toEqual(['away', 'middle', 'outermost']);
  });

  it('is shown as a line of a stack trace', () => {
    const greenlet = new Greenlet(outermost);
    greenlet.switch();
    expect(inspect(greenlet.frame)).toMatch(/^at away \(.*frames\.test\.ts:\d+:\d+\)$/);
  });

  it('is shown in one line, whatever the function is called', () => {
    const nameless = (): unknown => {
      'use greenlet';
      return [away()];
    };
    const called = Object.defineProperty(nameless, 'name', { value: 'two\nlines\u001b' });
    const greenlet = new Greenlet(called);
    greenlet.switch();
    expect(String(greenlet.frame?.caller)).toMatch(/^at two\\u000alines\\u001b.*$/);
  });

  it('G26: is null for a greenlet that runs, has not begun, or has ended', () => {
    const seen: unknown[] = [];
    const greenlet = new Greenlet(() => {
      'use greenlet';
      away();
      seen.push(getCurrent().frame);
    });
    expect(greenlet.frame).toBeNull();
    greenlet.switch();
    greenlet.switch();
    expect(seen).toEqual([null]);
    expect(greenlet.frame).toBeNull();
    expect(main.frame).toBeNull();
  });

  it('shows no functions of the runtime that nobody has called by name', async () => {
    function* lines(): Generator<number, void> {
      'use greenlet';
      sleep(10);
      yield 1;
    }
    function read(): void {
      'use greenlet';
      for (const line of lines()) expect(line).toBe(1);
    }
    const seen = await runVirtually(() => {
      'use greenlet';
      const reader = spawn(read);
      const sleeper = spawn(() => {
        'use greenlet';
        away2();
      });
      sleep(1);
      return [names(reader.frame), names(sleeper.frame).slice(0, 1)];
    });
    expect(seen).toEqual([['lines', 'read'], ['away2']]);
  });

  it('says where it stands', () => {
    const greenlet = new Greenlet(outermost);
    greenlet.switch();
    const { frame } = greenlet;
    expect(frame?.position?.file).toMatch(/frames\.test\.ts$/);
    expect(source[(frame?.position?.line ?? 0) - 1]).toContain('main.switch()');
    expect(String(frame)).toMatch(/^at away \(.*frames\.test\.ts:\d+:\d+\)$/);
  });
});

function away2(): void {
  'use greenlet';
  sleep(10);
  sleep(10);
}
