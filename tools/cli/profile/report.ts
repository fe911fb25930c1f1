import type { Profile, StackLine } from '../../../runtime/observe/index.ts';
import type { CpuProfile } from './cpu.ts';
import type { MarkReport } from './marks.ts';

/** All that is known of a run of a program. */
export interface ProfileReport {
  /** The path of the program. */
  readonly program: string;
  /** Whether all its functions were taken as marked, since none is. */
  readonly isPlain: boolean;
  readonly profile: Profile;
  readonly cpu: CpuProfile;
  readonly marks: MarkReport;
}

/** Whether there is nothing that could go on at the same time. */
export function neverWaits({ profile: { waits, freezes } }: ProfileReport): boolean {
  return waits.length === 0 && freezes.length === 0;
}

/** What to say in a sentence or two. */
export function verdict(report: ProfileReport): string {
  if (neverWaits(report)) return 'Greenlets at the same time would not make it faster: it never waited.';
  const { profile, isPlain } = report;
  const { elapsed, predictions } = profile;
  const best = predictions.reduce((a, b) => (b.elapsed < a.elapsed * 0.95 ? b : a), { greenlets: 1, elapsed });
  if (best.greenlets === 1) {
    return 'Greenlets at the same time would not make it faster: hardly any wait could go on beside another one.';
  }
  const times = (elapsed / best.elapsed).toFixed(1);
  const condition = 'if what waits in one place does not depend on what waited there before';
  const how = isPlain
    ? `With marks and ${String(best.greenlets)} greenlets`
    : `With ${String(best.greenlets)} greenlets`;
  return `${how} in each place that waits, it would be up to ${times} times as fast, ${condition}.`;
}

/** Files as they are, instead of URLs. */
export function withoutUrl(line: StackLine): StackLine {
  return { ...line, file: line.file?.replace(/^file:\/\//, '') ?? null };
}
