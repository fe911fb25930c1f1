import { getCurrent, Greenlet, type LogicalFrame } from 'greenlets/core';
import { sleep, spawn } from 'greenlets';
import { positions } from '../../runtime/core/logical-frame.ts';
import { runVirtually } from '../support/virtual-host.ts';

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
    expect(seen).toEqual([['read'], ['away2']]);
  });

  it('says where it stands if somebody knows', () => {
    const unknown = positions.of;
    const greenlet = new Greenlet(outermost);
    greenlet.switch();
    expect(greenlet.frame?.position).toBeUndefined();
    expect(String(greenlet.frame)).toBe('at away');
    positions.of = ({ fn }) => ({ file: `${fn.name}.ts`, line: 3, column: 7 });
    expect(greenlet.frame?.caller?.position).toEqual({ file: 'middle.ts', line: 3, column: 7 });
    expect(String(greenlet.frame?.caller)).toBe('at middle (middle.ts:3:7)');
    positions.of = unknown;
  });
});

function away2(): void {
  'use greenlet';
  sleep(10);
  sleep(10);
}
