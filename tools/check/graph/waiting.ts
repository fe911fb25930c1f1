import type { Call, Chain, Fn, Graph, Leaf, Step } from './model.ts';

/** What may wait, and what is called where greenlets run. */
export interface Waiting {
  /** The shortest chain of calls to something that cannot be called outside greenlets; null if there is none. */
  toFailing(fn: Fn): Chain | null;
  /** The shortest chain to anything that may block. */
  toAny(fn: Fn): Chain | null;
  /** How a function is called by marked code or as the beginning of a greenlet; null if it is not. */
  sourceOf(fn: Fn): readonly Step[] | null;
}

/** Follows the calls of a program. */
export function findWaiting(graph: Graph): Waiting {
  const failing = nextSteps(graph, (leaf) => !leaf.mayWork);
  const any = nextSteps(graph, () => true);
  const reached = reachedFromMarked(graph);
  return {
    toFailing: (fn) => chainFrom(fn, failing),
    toAny: (fn) => chainFrom(fn, failing) ?? chainFrom(fn, any),
    sourceOf: (fn) => sourceOf(fn, reached),
  };
}

interface Next {
  readonly call: Call;
  readonly callee: Fn | null;
}

/** For each function that may wait the first step of a shortest chain: breadth first, from what blocks to its callers. */
function nextSteps({ functions }: Graph, counts: (leaf: Leaf) => boolean): Map<Fn, Next> {
  const next = new Map<Fn, Next>();
  const queue: Fn[] = [];
  const callers = new Map<Fn, [Fn, Call][]>();
  for (const fn of functions) {
    for (const call of fn.calls) {
      if (call.leaf !== null && counts(call.leaf) && (fn.marked || !call.leaf.inMarkedOnly)) {
        if (!next.has(fn)) queue.push(fn);
        if (!next.has(fn)) next.set(fn, { call, callee: null });
      }
      for (const callee of call.callees) if (runs(call, callee)) append(callers, callee, [fn, call]);
    }
  }
  for (const callee of queue) {
    for (const [fn, call] of callers.get(callee) ?? []) {
      if (next.has(fn)) continue;
      next.set(fn, { call, callee });
      queue.push(fn);
    }
  }
  return next;
}

/** Whether a call runs the body of what it calls: async functions and generators only begin. */
function runs(call: Call, callee: Fn): boolean {
  return !callee.detached || call.iterates;
}

function append<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}

function chainFrom(fn: Fn, next: ReadonlyMap<Fn, Next>): Chain | null {
  const steps: Step[] = [];
  let at = fn;
  for (;;) {
    const step = next.get(at);
    if (step === undefined) return null;
    steps.push({ fn: at, call: step.call });
    if (step.callee === null) return step.call.leaf === null ? null : { steps, leaf: step.call.leaf };
    at = step.callee;
  }
}

/** The functions that run in greenlets, and the call by which they are reached; null for those that it begins with. */
function reachedFromMarked({ functions, started }: Graph): Map<Fn, Step | null> {
  const reached = new Map<Fn, Step | null>();
  const queue = functions.filter((fn) => fn.marked || started.has(fn));
  for (const fn of queue) reached.set(fn, null);
  for (const fn of queue) {
    for (const call of fn.calls) {
      for (const callee of call.callees) {
        if (reached.has(callee) || callee.optedOut || !runs(call, callee)) continue;
        reached.set(callee, { fn, call });
        queue.push(callee);
      }
    }
  }
  return reached;
}

function sourceOf(fn: Fn, reached: ReadonlyMap<Fn, Step | null>): readonly Step[] | null {
  if (!reached.has(fn)) return null;
  const steps: Step[] = [];
  for (let step = reached.get(fn) ?? null; step !== null; step = reached.get(step.fn) ?? null) steps.unshift(step);
  return steps;
}
