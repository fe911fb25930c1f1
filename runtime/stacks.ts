/**
 * `import 'greenlets/stacks'`: stacks show all calls of the running greenlet, those that are suspended as well, also where an error was only made:
 * in `new Error().stack` and `console.trace()`. For development and tests, since resumptions take longer then.
 *
 * What formats stacks already, as source maps do, goes on doing it. This sets `Error.prepareStackTrace`, so import it after whatever else does.
 */
import { showOnTheSpot } from './contract/stacks/on-the-spot.ts';
import { traceErrors } from './core/switching/trace-errors.ts';

traceErrors();
showOnTheSpot();
