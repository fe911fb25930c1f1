import type { Interface } from 'node:readline';
import { forCompiledCallers, overrideMethod } from '../../web/override.ts';
import { cooperative } from '../shared/cooperative.ts';
import { withoutCallback } from '../shared/functions.ts';
import type { Start } from '../shared/invoke.ts';

/** An `Interface` whose `question` returns the answer where it is given no callback. */
export type BlockingInterface = Interface & {
  /** Asks, and returns the answer. */
  question(query: string, options?: { signal?: AbortSignal | undefined }): string;
};

/** Gives an interface that has just been made a `question` that blocks where compiled code asks without a callback. */
export function cooperativeInterface(line: Interface): BlockingInterface {
  overrideMethod(line, 'question', (question) => {
    const blocking = cooperative('readline.question()', question, withoutCallback(asking(line, question)));
    return forCompiledCallers(question, blocking);
  });
  return line as BlockingInterface;
}

type Question = (query: unknown, options: object, answered: (answer: string) => void) => void;

function asking(line: Interface, question: (...args: never[]) => unknown): Start {
  return ([query, options], _site, abandonment) =>
    new Promise<string>((resolve, reject) => {
      const { signal } = (options ?? {}) as { signal?: AbortSignal };
      const own = abandonment.signal;
      const either = signal === undefined ? own : AbortSignal.any([signal, own]);
      const end = (): void => {
        line.off('close', closed);
        either.removeEventListener('abort', aborted);
      };
      const closed = (): void => {
        end();
        reject(closedError());
      };
      const aborted = (): void => {
        end();
        reject(abortError(either));
      };
      const answered = (answer: string): void => {
        end();
        resolve(answer);
      };
      line.once('close', closed);
      either.addEventListener('abort', aborted, { once: true });
      (question as unknown as Question)(query, { ...(options as object), signal: either }, answered);
    });
}

/** The input has come to its end; a callback would never be called. */
function closedError(): Error {
  return Object.assign(new Error('readline was closed before the question was answered'), {
    code: 'ERR_USE_AFTER_CLOSE',
  });
}

function abortError({ reason }: AbortSignal): Error {
  const error = new Error('The operation was aborted', { cause: reason });
  error.name = 'AbortError';
  return Object.assign(error, { code: 'ABORT_ERR' });
}
