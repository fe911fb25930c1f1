/**
 * `greenlets/adapters/opentelemetry`: all of `@opentelemetry/api`, but that marked code may block in the functions that it calls in a context.
 */
import plain, {
  context as plainContext,
  trace as plainTrace,
  type ContextAPI,
  type DiagAPI,
  type MetricsAPI,
  type PropagationAPI,
  type TraceAPI,
} from '@opentelemetry/api';
import { contextOf, tracesOf } from './opentelemetry/views.ts';

export * from '@opentelemetry/api';
export { observeHub } from './opentelemetry/metrics.ts';
export { withSpan } from './opentelemetry/spans.ts';

/**
 * The `trace` of the original, whose tracers have a `startActiveSpan` in which marked code may block.
 *
 * Kill and timeout safety: what `startActiveSpan` calls is ended as any other code, and the context is left.
 */
export const trace: TraceAPI = tracesOf(plainTrace);

/**
 * The `context` of the original. Marked code may block in its `with`, and in what its `bind` returns.
 *
 * Kill and timeout safety: what they call is ended as any other code, and the context is left.
 */
export const context: ContextAPI = contextOf(plainContext);

/** What the default export of the original has, with this `trace` and this `context`. */
export interface Api {
  readonly context: ContextAPI;
  readonly diag: DiagAPI;
  readonly metrics: MetricsAPI;
  readonly propagation: PropagationAPI;
  readonly trace: TraceAPI;
}

/** The default export of the original, with this `trace` and this `context`. */
const api: Api = { ...plain, trace, context };
export default api;
