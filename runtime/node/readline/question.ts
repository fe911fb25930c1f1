import type { Interface } from 'node:readline';
import { forCompiledCallers, overrideMethod } from '../../web/override.ts';
import type { AnyFunction } from '../../contract/frame.ts';
import { cooperative } from '../shared/cooperative.ts';
import { withoutCallback } from '../shared/functions.ts';
import type { Start } from '../shared/invoke.ts';
import { KeptLines } from './kept-lines.ts';
import { Questions } from './questions.ts';

/** An `Interface` whose `question` returns the answer where it is given no callback. */
export type BlockingInterface = Interface & {
  /** Asks, and returns the answer. */
  question(query: string, options?: { signal?: AbortSignal | undefined }): string;
};

/**
 * Gives an interface that has just been made a `question` that blocks where compiled code asks without a callback. Whoever iterates it
 * then begins with the lines that have come since the last answer.
 */
export function cooperativeInterface(line: Interface): BlockingInterface {
  const kept = new KeptLines(line);
  overrideMethod(line, 'question', (question) => {
    const questions = new Questions(line, question, kept);
    const start: Start = ([query, options], _site, { signal }) => questions.ask(query, options, signal);
    return forCompiledCallers(question, cooperative('readline.question()', question, withoutCallback(start)));
  });
  overrideMethod(line, Symbol.asyncIterator, (iterate) => {
    const others = iterate as unknown as () => AsyncIterable<string>;
    return (() => kept.iterate(others) ?? others()) as AnyFunction;
  });
  return line as BlockingInterface;
}
