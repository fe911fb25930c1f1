import type { NearMiss } from './1-mark/near-misses.ts';
import type { FreezingCall } from './2-patch/freezing.ts';
import type { Report } from './states.ts';

/** Warns of calls that freeze the process. */
export function warnOfFreezing(calls: readonly FreezingCall[], warn: Report): void {
  for (const call of calls) warn({ code: 'GREENLETS201', message: freezingMessage(call), node: call.node });
}

export function freezingMessage({ name, module, instead }: FreezingCall): string {
  const called = name === '' ? `\`${module}\`` : `\`${name}\` of \`${module}\``;
  return (
    `${called} freezes the process, all other greenlets included, until it returns. Instead, ${instead}. If it is ` +
    'meant, put the comment `/* @greenlet-original */` before the call, or turn warnings off with the option `warnings`.'
  );
}

/** Warns of what looks like a mark and is none. */
export function warnOfNearMisses(misses: readonly NearMiss[], warn: Report): void {
  for (const { node, found, advice } of misses) {
    warn({ code: 'GREENLETS202', message: `${found} marks nothing: ${advice}.`, node });
  }
}
