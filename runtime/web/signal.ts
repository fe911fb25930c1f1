/** A signal that fires when `own` or `given` does; null and undefined stand for a signal that never fires. */
export function eitherSignal(own: AbortSignal, given: AbortSignal | null | undefined): AbortSignal {
  return given === null || given === undefined ? own : AbortSignal.any([given, own]);
}
