import type { Options } from '../../plugin/interface/options.ts';
import type { CompileOptions } from './options.ts';
import { warnOnce } from './warn.ts';

/** In production, too: what is not marked as it should be fails there. */
const ALWAYS = ': warning GREENLETS202:';

/** Where warnings go. Which there are is left to Babel's environment where nobody has said so. */
export function printing(
  { plugin }: CompileOptions,
  print: (message: string) => void = warnOnce,
): Pick<Options, 'warnings'> {
  const { warnings } = plugin;
  if (warnings === false) return { warnings };
  const report = typeof warnings === 'function' ? warnings : print;
  const all = warnings !== null || environment() === 'development';
  return { warnings: (message) => (all || message.includes(ALWAYS) ? report(message) : undefined) };
}

/** Babel's environment. */
export function environment(): string {
  return process.env.BABEL_ENV ?? process.env.NODE_ENV ?? 'development';
}
