import { checkFlag } from '../core/errors/check.ts';
import { expected, misuse } from '../core/errors/expected.ts';
import { checkOptions } from '../core/errors/options.ts';
import type { CallPlan, GreenOptions } from './options.ts';

const NO_PLAN: CallPlan = Object.freeze({});
const FUNCTIONS = ['call', 'withSignal', 'onAbandon', 'onUnclaimed'] as const;
const OPTIONS = [...FUNCTIONS, 'sendsFunctions'] as const;

/**
 * How a method is called.
 *
 * @throws {TypeError} if the plan has a part of a wrong type, one that does not exist, or one that would have no effect
 */
export function planOf({ plan }: GreenOptions, owner: object, name: string): CallPlan {
  const made = plan?.(owner, name) ?? NO_PLAN;
  if (made === NO_PLAN) return made;
  checkOptions(made, OPTIONS);
  for (const part of FUNCTIONS) {
    const value: unknown = made[part];
    if (value !== undefined && typeof value !== 'function') throw expected(`a function as \`${part}\``, value);
  }
  checkFlag(made.sendsFunctions, 'sendsFunctions');
  const other = OPTIONS.find((part) => part !== 'call' && made[part] !== undefined);
  if (made.call !== undefined && other !== undefined)
    throw misuse(new TypeError(`expected either \`call\`, which makes the call itself, or \`${other}\`, got both`));
  return made;
}
