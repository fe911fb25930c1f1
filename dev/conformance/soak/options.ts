import { Command, InvalidArgumentError } from 'commander';
import { kinds } from './operations/index.ts';

export interface Options {
  /** How long to go on (s). */
  readonly seconds: number;
  /** How many operations are enough; overrides `seconds`. */
  readonly operations?: number;
  readonly seed: number;
  /** The only round to perform. */
  readonly round?: number;
  /** Kinds of operations that are left out, to look past what is known. */
  readonly without: readonly string[];
  /** Whether the actors, and the library, are compiled so that every call suspends. */
  readonly stress: boolean;
}

/** Reads the command line; ends the process if it makes no sense. */
export function readOptions(args: readonly string[]): Options {
  return new Command('soak')
    .description('Lets many greenlets do everything that there is, at random, and looks whether anything is lost.')
    .option('--seconds <n>', 'how long to go on', readNumber, 60)
    .option('--operations <n>', 'how many operations are enough, instead of a time', readNumber)
    .option('--seed <n>', 'the same seed does the same', readNumber, Date.now() % 1_000_000)
    .option('--round <n>', 'perform only this round', readNumber)
    .option('--without <names>', 'kinds of operations to leave out, separated by commas', readNames, [])
    .option('--stress', 'let every call suspend', false)
    .parse(args, { from: 'user' })
    .opts<Options>();
}

/** @throws {InvalidArgumentError} if there is no such kind */
function readNames(text: string): string[] {
  const names = text.split(',');
  const unknown = names.find((name) => !Object.hasOwn(kinds, name));
  if (unknown !== undefined) throw new InvalidArgumentError(`there is no ${unknown}.`);
  return names;
}

function readNumber(text: string): number {
  const number = Number(text);
  if (!Number.isFinite(number) || number < 0) throw new InvalidArgumentError('expected a number.');
  return number;
}
