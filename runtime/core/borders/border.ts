import { beginning } from '../../contract/bound.ts';
import { enter } from '../../contract/enter.ts';
import { stacks } from '../../contract/stacks/state.ts';
import { callers } from './deep-stack.ts';
import { callEntry } from '../switching/entry.ts';
import { SwitchError } from '../errors/errors.ts';
import { message } from '../in-full.ts';

/** Whether what has been called, perhaps by way of `enter`, is the first that the function of a greenlet calls. */
beginning.isDirect = (above) => {
  const names = callers(above);
  const [, caller, base] = names[0] === enter.name ? names.slice(1) : names;
  return caller === callEntry.name && base === 'begin';
};

/** The error for a blocking `call` (its name, for the message) that cannot suspend here. */
export function cannotSuspend(call: string): SwitchError {
  const error = new SwitchError(message.of(call, cannotSuspend));
  stacks.tracer?.madeByCall(error, cannotSuspend);
  return error;
}
