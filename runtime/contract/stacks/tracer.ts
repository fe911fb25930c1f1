import type { Frame } from '../frame.ts';
import { madeByCall, traceOf } from './error-trace.ts';
import { positionOf, type SourcePosition } from './lines/lines.ts';
import { nativeOf } from './native-frames.ts';
import { locate } from './points.ts';
import { stacks } from './state.ts';
import {
  awaited,
  ended,
  goesOn,
  goesOnAt,
  handOver,
  landed,
  passes,
  passesHere,
  raisedAnew,
  raisedByCall,
} from './trace.ts';

/** Where in the source the call stands that has suspended the frame; undefined if that is unknown. */
function positionOfFrame(frame: Frame): SourcePosition | undefined {
  const [line] = frame.pc > 0 ? locate([frame]) : [];
  return typeof line === 'string' ? positionOf(line) : undefined;
}

const tracer = {
  passes,
  landed,
  ended,
  handOver,
  goesOn,
  passesHere,
  goesOnAt,
  awaited,
  raisedByCall,
  raisedAnew,
  madeByCall,
  traceOf,
  positionOfFrame,
  nativeOf,
};

/** What makes stacks whole. Nothing but `stacks.tracer` leads there, so that programs can go without. */
export type Tracer = typeof tracer;

/** From now on, the stacks of errors show all frames that they pass, and frames know where they stand. */
export function traceErrors(): void {
  stacks.tracer ??= tracer;
}
