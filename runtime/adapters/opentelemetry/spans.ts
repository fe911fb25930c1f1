import { describeError } from '../../core/errors/describe-error.ts';
import { isInstance } from '../../contract/is-instance.ts';
import { context, SpanStatusCode, trace, type Span, type SpanOptions, type Tracer } from '@opentelemetry/api';
import { cancellations } from '../../contract/cancellations/cancellations.ts';
import { GreenletExit } from '../../core/errors/errors.ts';
import { expected } from '../../core/errors/expected.ts';
import { promised } from '../../waiting/promises/promised.ts';
import { assertHas } from './checks.ts';
import { enterContext } from './enter-context.ts';

type InSpan<R> = (span: Span) => R;

/**
 * Calls `fn` in a new span, which ends when `fn` does. Spans that are started meanwhile, also by greenlets that are spawned, are its children. If `fn` throws, the
 * span records the error and has the status ERROR. A promise that `fn` returns is waited for.
 *
 * Kill and timeout safety: the span ends. A kill is recorded as an event, and is no error of the span.
 *
 * @returns what `fn` returns
 * @throws whatever `fn` throws
 * @throws {TypeError} if `tracer` is no tracer, `name` no string, or `fn` no function
 * @throws {SwitchError} if it would have to wait for a promise, and the calling code cannot be suspended
 */
export function withSpan<R>(tracer: Tracer, name: string, fn: (span: Span) => R): Awaited<R>;
export function withSpan<R>(tracer: Tracer, name: string, options: SpanOptions, fn: (span: Span) => R): Awaited<R>;
export function withSpan<R>(
  tracer: Tracer,
  name: string,
  optionsOrFn: SpanOptions | InSpan<R>,
  last?: InSpan<R>,
): Awaited<R> {
  'use greenlet';
  assertHas('startSpan', tracer, 'a tracer');
  if (typeof name !== 'string') throw expected('the name of a span', name);
  const [options, fn] = typeof optionsOrFn === 'function' ? [{}, optionsOrFn] : [optionsOrFn, last ?? optionsOrFn];
  if (typeof fn !== 'function') throw expected('a function', fn);
  const parent = context.active();
  const span = tracer.startSpan(name, options, parent);
  try {
    const since = cancellations.tick();
    return promised(enterContext(trace.setSpan(parent, span), fn, undefined, [span]), 'withSpan()', since);
  } catch (error) {
    record(span, error);
    throw error;
  } finally {
    span.end();
  }
}

function record(span: Span, error: unknown): void {
  if (error instanceof GreenletExit) {
    span.addEvent('killed');
    return;
  }
  const exception = isInstance(error, Error) ? error : describeError(error);
  span.recordException(exception);
  span.setStatus({
    code: SpanStatusCode.ERROR,
    message: typeof exception === 'string' ? exception : exception.message,
  });
}
