import { traceErrors as installTracer } from '../../contract/stacks/tracer.ts';
import { addSamples } from './samples.ts';

/**
 * From now on, stacks of errors are whole: they show the callers that had waited, too. Everywhere but in bundles for production they are
 * so from the start; these do without, since it takes some kilobytes, and call this if they want it.
 */
export function traceErrors(): void {
  installTracer();
  addSamples();
}
