import type { NodePath, types as t } from '@babel/core';
import type { NearMiss } from './1-mark/near-misses.ts';
import type { FreezingCall } from './2-patch/freezing.ts';
import { codeFrame } from './interface/diagnostics.ts';
import type { Warn } from './interface/options.ts';

/** What the compiler warns of: a stable code each. `docs/errors.md` has a section for each. */
type WarningCode = 'GREENLETS201' | 'GREENLETS202';

/** Warns of calls that freeze the process. */
export function warnOfFreezing(calls: readonly FreezingCall[], program: NodePath<t.Program>, warn: Warn): void {
  for (const { node, name, module, instead } of calls) {
    const called = name === '' ? `\`${module}\`` : `\`${name}\` of \`${module}\``;
    const message =
      `${called} freezes the process, all other greenlets included, until it returns. Instead, ${instead}. If it is ` +
      'meant, put the comment `/* @greenlet-original */` before the call, or turn warnings off with the option `warnings`.';
    warn(formatted('GREENLETS201', message, node, program));
  }
}

/** Warns of what looks like a mark and is none. */
export function warnOfNearMisses(misses: readonly NearMiss[], program: NodePath<t.Program>, warn: Warn): void {
  for (const { node, found, advice } of misses) {
    warn(formatted('GREENLETS202', `${found} marks nothing: ${advice}.`, node, program));
  }
}

/** Babel itself puts the name of the file before the messages of errors only. */
function formatted(code: WarningCode, message: string, node: t.Node, program: NodePath<t.Program>): string {
  const { file } = program.hub as unknown as { file: { opts: { filename?: string | null } } };
  return codeFrame(`${file.opts.filename ?? 'unknown'}: warning ${code}: ${message}`, node, program).message;
}
