/**
 * `node:readline` whose interfaces ask in blocking style: `line.question(text)` returns the answer where compiled code calls it
 * without a callback. Greenlets that ask at the same time are answered one after the other, and lines that come while nothing is asked are
 * kept. Everything else is that of `node:readline`; `for (const text of line)` needs no help.
 *
 * Kill and timeout safety: a question that nobody waits for any more is taken back; the next line is not lost.
 */
import readline from 'node:readline';
import { likeOriginal } from '../shared/cooperative.ts';
import { overlay } from '../shared/overlay.ts';
import { cooperativeInterface, type BlockingInterface } from './question.ts';

export * from 'node:readline';
export type { BlockingInterface } from './question.ts';

interface Create {
  (
    input: NodeJS.ReadableStream,
    output?: NodeJS.WritableStream,
    completer?: readline.Completer | readline.AsyncCompleter,
    terminal?: boolean,
  ): BlockingInterface;
  (options: readline.ReadLineOptions): BlockingInterface;
}

/** As the original; `question` of the interface blocks where compiled code calls it without a callback. */
export const createInterface = likeOriginal(
  (...args: never[]) =>
    cooperativeInterface((readline.createInterface as (...args: never[]) => readline.Interface)(...args)),
  readline.createInterface,
) as unknown as Create;

type CooperativeReadline = Omit<typeof readline, 'createInterface'> & { createInterface: typeof createInterface };

/** The names that this module replaces. */
export const implemented = ['createInterface'] as const;

/** The module as an object, as `import readline from 'node:readline'` has it. */
const cooperativeReadline = overlay(readline as unknown as CooperativeReadline, { createInterface });
export default cooperativeReadline;
