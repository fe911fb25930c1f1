import { EventEmitter } from 'node:events';
import { attempt } from '../../dev/conformance/pipelines/check.ts';
import type { Program } from '../../dev/conformance/pipelines/programs.ts';

/** A program whose `events` the process emits: at once, and after a turn. */
function programWith(emitter: EventEmitter, ...events: string[]): Program {
  const emit = (time: string): void =>
    events.forEach((event) => void emitter.emit(event, new Error(`${event} ${time}`)));
  return {
    name: 'dropped',
    run: () => {
      emit('at once');
      setImmediate(() => emit('later'));
      return Promise.resolve('returned 1');
    },
  };
}

describe('An error that nobody catches', () => {
  it.each(['unhandledRejection', 'uncaughtException'])('is part of what the program does: %s', async (event) => {
    const process = new EventEmitter();
    expect(await attempt(programWith(process, event), 'untouched', [], process)).toBe(
      `returned 1\nnobody caught [Error: ${event} at once]\nnobody caught [Error: ${event} later]`,
    );
  });

  it('is added to the reason why a program cannot be built', async () => {
    const process = new EventEmitter();
    const run = (): Promise<string> => {
      process.emit('unhandledRejection', 1);
      return Promise.reject(new Error('no loader'));
    };
    const outcome = await attempt({ name: 'not built', run }, 'untouched', [], process);
    expect(outcome).toMatch(/^not built: Error: no loader\n[^]*\nnobody caught 1$/);
  });

  it('is nobody’s any more when the program is over', async () => {
    const process = new EventEmitter();
    await attempt(programWith(process), 'untouched', [], process);
    expect(process.eventNames()).toEqual([]);
  });
});
