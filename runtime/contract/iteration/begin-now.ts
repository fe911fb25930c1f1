import { enter } from '../enter.ts';
import { park, takeQuietly, type Activation } from '../frame.ts';
import { link, SUSPENDED } from '../link.ts';
import { noteMachinery } from '../machinery.ts';
import { begun, callMethod, type Iteration } from './iterate.ts';

/** Begins an iteration whose first value is asked for later, or never. The iterator may block. Written as compiled code. */
export function beginNow(iteration: Iteration): unknown {
  let frame: Activation | null = null;
  if (link.to !== beginNow) {
    frame = link.frame as Activation | null;
    if (frame === null) return enter(beginNow, null, [iteration]);
    iteration = frame.a as Iteration;
  }
  link.to = null;
  if (frame === null && (iteration.array !== null || iteration.method === null)) return undefined;
  iteration.done = true;
  const result = frame === null ? callMethod(iteration) : takeQuietly();
  if (result === SUSPENDED) return park(frame, beginNow, null, -1, iteration);
  begun(iteration, result);
  iteration.done = false;
  return undefined;
}

noteMachinery(beginNow);
