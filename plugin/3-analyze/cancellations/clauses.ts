import type { types as t } from '@babel/core';
import { nodesOf } from '../../syntax/node-list.ts';
import type { Resolution } from '../model.ts';
import { findCancellations } from './cancellations.ts';
import { cleansUp } from './catch-clauses.ts';
import { mentionsOf, type Mentions } from './mentions.ts';
import { onlyAssignments } from './only-values.ts';

/** What a `catch` clause does with a cancellation. */
export interface Clause {
  readonly mentions: Mentions;
  readonly cleansUp: boolean;
}

/** All `catch` clauses of a program. To be found before anything is emitted: what a clause names may stand in other functions. */
export function findClauses(analysis: Resolution): ReadonlyMap<t.Node, Clause> {
  const clauses = new Map<t.Node, Clause>();
  const handlers = nodesOf(analysis.list, 'CatchClause');
  if (handlers.length === 0) return clauses;
  const assignments = onlyAssignments(analysis);
  const cancellations = findCancellations(analysis, assignments);
  for (const handler of handlers) {
    const mentions = mentionsOf(handler, analysis, { cancellations, assignments });
    clauses.set(handler, { mentions, cleansUp: cleansUp(handler, analysis) });
  }
  return clauses;
}
