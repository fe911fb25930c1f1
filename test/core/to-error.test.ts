import { createContext, runInContext } from 'node:vm';
import { Greenlet } from 'greenlets/core';
import { kill, spawn, Timeout } from 'greenlets';
import { runVirtually } from '../support/virtual-host.ts';
import { thrownBy } from '../runtime/support/thrown-by.ts';

const realm = createContext({});

/** Something of another realm. */
function foreign(source: string): unknown {
  return runInContext(`(${source})`, realm);
}

describe('Errors of another realm', () => {
  it.each(['new Error("gone")', 'new TypeError("gone")', 'new (class Gone extends RangeError {})("gone")'])(
    'are thrown as they are: %s',
    (source) => {
      const error = foreign(source);
      expect(error).not.toBeInstanceOf(Error);
      expect(thrownBy(() => new Greenlet(() => 1).throw(error))).toBe(error);
    },
  );

  it.each(['Error', 'TypeError', 'class Gone extends RangeError {}'])('may be given by their class: %s', (source) => {
    const type = foreign(source) as new () => Error;
    expect(thrownBy(() => new Greenlet(() => 1).throw(type))).toBeInstanceOf(type);
  });

  it('kill greenlets, and are raised by timeouts', async () => {
    const error = foreign('new Error("gone")') as Error;
    const raised = await runVirtually(() => {
      'use greenlet';
      const greenlet = spawn(() => 1);
      kill(greenlet, error);
      const timeout = Timeout.startNew(0, error);
      try {
        return [thrownBy(() => greenlet.get()), thrownBy(() => spawn(() => new Promise(() => undefined)).join())];
      } finally {
        timeout.close();
      }
    });
    expect(raised).toEqual([error, error]);
  });

  it('may be those that the platform has made', () => {
    const reason: unknown = AbortSignal.abort().reason;
    expect(thrownBy(() => new Greenlet(() => 1).throw(reason))).toBe(reason);
  });

  it.each(['{ message: "gone", name: "Error" }', 'class Gone {}', '() => new Error()', 'Promise', '"gone"', 'null'])(
    'are not what only resembles them: %s',
    (source) => {
      const value = foreign(source);
      expect(() => new Greenlet(() => 1).throw(value)).toThrow('expected an Error, or a class of errors');
    },
  );
});
