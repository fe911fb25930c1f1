import type { Site } from '../engine.ts';
import { framesOf } from './lines.ts';
import { segmentOf } from '../segments.ts';

/** The lines of where a greenlet was started. The first begins as the engine writes those of whoever waits for a promise. */
export function spawnLines(site: Site | undefined): string[] {
  const [first, ...others] = site === undefined ? [] : segmentOf(framesOf(site), true).above;
  return first === undefined ? [] : [first.replace(/^ {4}at (?:async )?/, '    at async '), ...others];
}
