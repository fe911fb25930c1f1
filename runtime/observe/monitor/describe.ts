import { nameOf } from '../../core/names/greenlet-names.ts';
import { framesFrom, lineText, StackLines } from '../stack-lines.ts';
import type { RunningSlices } from './running-slices.ts';
import type { Answer } from './thread.ts';

/** What the thread of a monitor is told while this one is stopped; null if no greenlet runs. */
export function describeSlice(slices: RunningSlices): Answer | null {
  const { current, number } = slices;
  if (current === undefined) return null;
  const frames = framesFrom(current.below);
  const lines = new StackLines();
  lines.prepareFrames(frames);
  const parked = lines.ofFrames(frames).map((line) => ({ functionName: line.functionName, text: lineText(line) }));
  return { slice: number, name: nameOf(current.greenlet), parked };
}
