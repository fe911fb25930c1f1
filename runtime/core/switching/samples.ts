import { noteBound } from '../../contract/bound.ts';
import { enter } from '../../contract/enter.ts';
import { link } from '../../contract/link.ts';
import { stacks } from '../../contract/stacks/state.ts';
import type { Greenlet } from '../greenlet.ts';
import { making } from '../making.ts';
import { BEGUN } from './phase.ts';
import { drive } from './trampoline.ts';

/**
 * Samples of all frames of the runtime that may stand between a greenlet's own and native code that switches to it: by how many arguments
 * it begins with, or is resumed. And of the one by which code without a mark calls compiled functions.
 */
export function addSamples(): void {
  if (added) return;
  added = true;
  stacks.samples.push({ kind: 'entrance', run: (capture) => enter(capture, null, []) });
  stacks.samples.push({ kind: 'bound', run: enterBound });
  for (const args of [[], [1], [1, 2]]) {
    addSample((greenlet) => {
      greenlet.prepare(args);
      drive(greenlet, undefined, false, false);
    });
  }
  addSample((greenlet) => {
    const { entry } = greenlet;
    greenlet.phase = BEGUN;
    if (entry !== null) greenlet.top = { fn: entry, self: null, pc: 0, caller: null };
    drive(greenlet, undefined, false, false);
  });
  addSample((greenlet) => greenlet.switch());
}

let added = false;

function enterBound(capture: () => void): void {
  const bound = capture.bind(null);
  noteBound(bound, capture);
  undisturbed(() => {
    link.to = bound;
    enter(capture, null, []);
  });
}

function addSample(start: (greenlet: Greenlet<[]>) => void): void {
  stacks.samples.push({
    kind: 'base',
    run(capture) {
      const greenlet = making.greenlet?.(capture);
      if (greenlet !== undefined) undisturbed(() => start(greenlet));
    },
  });
}

/** Runs `fn` as if no greenlet were running, whatever is. */
export function undisturbed(fn: () => void): void {
  const { home, to, border, trace } = link;
  link.home = null;
  link.to = null;
  link.trace = null;
  try {
    fn();
  } finally {
    link.home = home;
    link.to = to;
    link.border = border;
    link.trace = trace;
  }
}
