import { Greenlet } from '../core/greenlet.ts';
import { isKnown, titleOf } from './facts.ts';
import { callOf, MOST_NAMED } from './greenlet-names.ts';

/**
 * What a wait is for that several objects end: `Queue "jobs" or the end of worker-3`.
 *
 * @param need how many of them must be ready
 */
export function titleOfChoices(choices: readonly unknown[], need = 1): string {
  const titles = choices.slice(0, MOST_NAMED).map(titleOfChoice);
  if (choices.length > MOST_NAMED) titles.push(`${String(choices.length - MOST_NAMED)} more`);
  if (need >= choices.length) return titles.join(' and ');
  return need === 1 ? titles.join(' or ') : `${String(need)} of ${titles.join(', ')}`;
}

function titleOfChoice(choice: unknown): string {
  if (typeof choice === 'number') return `${String(choice)} ms`;
  if (typeof choice !== 'object' || choice === null) return typeof choice;
  if (choice instanceof Greenlet) return `the end of ${callOf(choice as Greenlet)}`;
  if ('target' in choice) return `room in ${titleOf(choice.target as object)}`;
  return isKnown(choice) ? titleOf(choice) : choice instanceof Promise ? 'a promise' : titleOf(choice);
}
