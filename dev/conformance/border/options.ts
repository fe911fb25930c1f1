import { parseArgs } from 'node:util';

export interface Options {
  /** How long to search (s). */
  seconds: number;
  /** The same seed tries the same programs. */
  seed: number;
}

export const USAGE =
  'npm run border -- [--seconds N] [--seed N]     search for values that leak to code that is not compiled';

/** @throws {TypeError} if an option is unknown or is not a number where it must be */
export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      seconds: { type: 'string', default: '60' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    },
  });
  return { seconds: readNumber('--seconds', values.seconds), seed: readNumber('--seed', values.seed) };
}

function readNumber(option: string, text: string): number {
  const number = Number(text);
  if (text === '' || !Number.isFinite(number) || number < 0)
    throw new TypeError(`${option}: expected a number, got \`${text}\``);
  return number;
}
