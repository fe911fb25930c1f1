import { parseArgs } from 'node:util';

export interface Options {
  /** How long to search (s). */
  seconds: number;
  /** The same seed tries the same programs. */
  seed: number;
  /** Whether programs that compiling changes are kept as fixtures. */
  save: boolean;
  /** Programs to compare instead of searching. */
  files: string[];
}

export const USAGE = `npm run fuzz -- [--seconds N] [--seed N] [--save]     search for programs that compiling changes
npm run fuzz -- FILE...                               compare these programs only`;

/** @throws {TypeError} if an option is unknown or is not a number where it must be */
export function readOptions(args: string[]): Options {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      seconds: { type: 'string', default: '60' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      save: { type: 'boolean', default: false },
    },
  });
  const { seconds, seed, save } = values;
  return { seconds: readNumber('--seconds', seconds), seed: readNumber('--seed', seed), save, files: positionals };
}

function readNumber(option: string, text: string): number {
  const number = Number(text);
  if (!Number.isFinite(number) || number < 0) throw new TypeError(`${option}: expected a number, got \`${text}\``);
  return number;
}
