/** What a wait returns whose timeout was over first. */
export const TIMED_OUT = Symbol.for('greenlets:v1:timed out');
export type TimedOut = typeof TIMED_OUT;
