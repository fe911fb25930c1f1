import type { Finding } from '../finding.ts';
import type { Call, Chain, Fn, Graph, Handing } from '../graph/model.ts';
import type { Waiting } from '../graph/waiting.ts';
import { linksOf, named, placeOf, through } from './places.ts';

/** Code that cannot be suspended, and calls what blocks. */
export function findBorders(graph: Graph, waiting: Waiting): Finding[] {
  return [
    ...graph.handings.flatMap((handing) => ofHanding(handing, waiting)),
    ...graph.functions.flatMap((fn) => ofFunction(fn, waiting)),
  ];
}

/** A function that is given to code which is not compiled. */
function ofHanding(handing: Handing, waiting: Waiting): Finding[] {
  const { node, fn, to, when, from } = handing;
  if (fn.detached) return [];
  const runsInGreenlet = waiting.sourceOf(from) !== null;
  const chain = when === 'now' && runsInGreenlet ? waiting.toAny(fn) : waiting.toFailing(fn);
  if (chain === null) return [];
  const message = `${named(fn)} may block in ${through(chain)}, but \`${to}\` calls it, ${ADVICE[when]}`;
  return [border(placeOf(node), message, chain)];
}

const ADVICE: Record<Handing['when'], string> = {
  now: 'which cannot be suspended: make the call before, and hand the result over.',
  later: 'outside every greenlet: make it a marked async function, or wrap it in inGreenlet(...).',
  refuses: 'where it must not block: make the call elsewhere, or spawn a greenlet for it.',
  unknown:
    'which is not compiled: make it a marked async function, wrap it in inGreenlet(...), or compile the package as well (`include`).',
};

/** Accessors, and functions that are not to be compiled but called in greenlets. */
function ofFunction(fn: Fn, waiting: Waiting): Finding[] {
  if (fn.kind === 'accessor') {
    const chain = waiting.toFailing(fn) ?? (fn.marked ? waiting.toAny(fn) : null);
    if (chain === null) return [];
    const message = `${named(fn)} may block in ${through(chain)}, but the language calls getters and setters, and cannot be suspended: make it a method.`;
    return [border(placeOfFirst(chain, fn), message, chain)];
  }
  return fn.marked ? fn.calls.flatMap((call) => ofOptedOut(call, waiting)) : [];
}

/** A call from marked code of what is not to be compiled. */
function ofOptedOut(call: Call, waiting: Waiting): Finding[] {
  return [...call.callees].flatMap((callee) => {
    const chain = callee.optedOut && !callee.detached ? waiting.toAny(callee) : null;
    if (chain === null) return [];
    const message = `${named(callee)} may block in ${through(chain)}, but says 'use no greenlet', so it cannot be suspended: take that away, or call it outside greenlets.`;
    return [border(placeOf(call.node), message, chain)];
  });
}

function placeOfFirst({ steps: [first] }: Chain, fn: Fn): Pick<Finding, 'filename' | 'start' | 'end'> {
  return placeOf(first?.call.node ?? fn.node);
}

function border(place: Pick<Finding, 'filename' | 'start' | 'end'>, message: string, chain: Chain): Finding {
  return { code: 'GREENLETS302', level: 'error', ...place, message, chain: linksOf([], chain), edits: [] };
}
