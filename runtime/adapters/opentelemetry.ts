/** `greenlets/adapters/opentelemetry`: what of `@opentelemetry/api` calls a function in a context, in such a way that the function may block. */
import { context as plainContext, trace as plainTrace, type ContextAPI, type TraceAPI } from '@opentelemetry/api';
import { contextOf, tracesOf } from './opentelemetry/views.ts';

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
