import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import { UsageError } from './report.ts';
import type { Options, Patch } from '../../plugin/interface/options.ts';

/** What the options of `addPluginOptions` parse to. */
export type PluginOptions = Pick<Options, 'mark' | 'stress' | 'patch' | 'tailFrames' | 'warnings'>;

/** Adds the options of the plugin, which every command takes. */
export function addPluginOptions(command: Command): Command {
  return addReadingOptions(command)
    .option('--stress', 'suspend once at every call that could suspend, to test that this changes nothing')
    .option('--tail-frames', 'show the callers of calls in tail position in the stacks of errors, too')
    .addOption(new Option('--no-tail-frames', 'do not, though the program is run outside of production'))
    .addOption(
      // Null: Babel's environment decides.
      new Option('--no-warnings', 'do not warn of calls that freeze the process').default(null, 'as BABEL_ENV says'),
    );
}

/** Adds those that decide what is marked, and what blocks in it. */
export function addReadingOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--mark <which>', 'which functions may suspend: those marked with "use greenlet", or all')
        .choices(['directive', 'all'])
        .default('directive'),
    )
    .addOption(
      new Option(
        '--patch <module=replacement>',
        'bind what marked functions use of a module to another one (repeatable)',
      ).argParser(addPatch),
    )
    .addOption(greenOption())
    .option('--no-patch', 'leave fs, fetch and the like as they are, also in marked functions');
}

function addPatch(pair: string, previous: unknown): Patch {
  const at = pair.indexOf('=');
  if (at < 1 || at === pair.length - 1)
    throw new InvalidArgumentError('expected module=replacement, as pg=./green-pg.js');
  return { ...patchBefore(previous), [pair.slice(0, at)]: pair.slice(at + 1) };
}

/** Another way to write a part of `--patch`. */
function greenOption(): Option {
  const option = new Option('--green <module>', 'wait for the promises of a module in marked functions (repeatable)');
  return Object.assign(option, { attributeName: () => 'patch' }).argParser(addGreen);
}

function addGreen(module: string, previous: unknown): Patch {
  const before = patchBefore(previous);
  const { green } = before;
  return { ...before, green: [...(Array.isArray(green) ? (green as string[]) : []), module] };
}

function patchBefore(previous: unknown): Patch {
  return typeof previous === 'object' ? { ...previous } : {};
}

/**
 * Options as they are made of those of the command.
 *
 * @throws {UsageError} if they cannot be
 */
export function usable<O>(create: () => O): O {
  try {
    return create();
  } catch (error) {
    const { message } = error as Error;
    throw new UsageError(message.replace(/^greenlets\/plugin: /, ''), { cause: error });
  }
}
