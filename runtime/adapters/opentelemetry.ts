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

// By name: all that an ES module passes on of CommonJS would be one name more than there is in CommonJS.
export {
  baggageEntryMetadataFromString,
  createContextKey,
  createNoopMeter,
  createTraceState,
  defaultTextMapGetter,
  defaultTextMapSetter,
  diag,
  DiagConsoleLogger,
  DiagLogLevel,
  INVALID_SPAN_CONTEXT,
  INVALID_SPANID,
  INVALID_TRACEID,
  isSpanContextValid,
  isValidSpanId,
  isValidTraceId,
  metrics,
  propagation,
  ProxyTracer,
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- as long as the original has it
  ProxyTracerProvider,
  ROOT_CONTEXT,
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- as long as the original has it
  SamplingDecision,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  ValueType,
} from '@opentelemetry/api';
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
