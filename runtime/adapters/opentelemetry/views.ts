import {
  context as plainContext,
  trace as plainTrace,
  type Context,
  type ContextAPI,
  type Span,
  type SpanOptions,
  type TraceAPI,
  type Tracer,
} from '@opentelemetry/api';
import { assertCallback } from '../../waiting/links/linkable.ts';
import { enterContext } from './enter-context.ts';

type AnyFunction = (...args: unknown[]) => unknown;
type Members = Readonly<Record<string, unknown>>;

/** An object of the API some of whose members are others. Its methods are called on the original. */
function viewOf<T extends object>(original: T, members: Members): T {
  return new Proxy(original, {
    get(target, key): unknown {
      if (typeof key === 'string' && Object.hasOwn(members, key)) return members[key];
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? (value as AnyFunction).bind(target) : value;
    },
  });
}

const tracers = new WeakMap<Tracer, Tracer>();

/** A tracer in whose `startActiveSpan` compiled code may wait. */
export function tracerOf(tracer: Tracer): Tracer {
  let view = tracers.get(tracer);
  if (view === undefined) {
    view = viewOf(tracer, { startActiveSpan: activeSpansOf(tracer) });
    tracers.set(tracer, view);
  }
  return view;
}

type InSpan = (span: Span) => unknown;

/** The method of a tracer: the options and the context may be left out. */
function activeSpansOf(tracer: Tracer): (name: string, ...rest: unknown[]) => unknown {
  return function startActiveSpan(name, ...rest) {
    'use greenlet';
    const fn = rest.at(-1) as InSpan;
    assertCallback(fn);
    const [options, given] = rest.slice(0, -1) as [SpanOptions?, Context?];
    const parent = given ?? plainContext.active();
    const span = tracer.startSpan(name, options, parent);
    return enterContext(plainTrace.setSpan(parent, span), fn, undefined, [span]);
  };
}

/** The `trace` of the API, which hands out such tracers. */
export function tracesOf(trace: TraceAPI): TraceAPI {
  const getTracer = (...args: Parameters<TraceAPI['getTracer']>): Tracer => tracerOf(trace.getTracer(...args));
  return viewOf(trace, { getTracer });
}

/** The `context` of the API in whose `with`, and in what its `bind` returns, compiled code may wait. */
export function contextOf(context: ContextAPI): ContextAPI {
  return viewOf(context, {
    with(entered: Context, fn: AnyFunction, self?: unknown, ...args: unknown[]): unknown {
      'use greenlet';
      assertCallback(fn);
      return enterContext(entered, fn, self ?? undefined, args);
    },
    bind(entered: Context, target: unknown): unknown {
      if (typeof target !== 'function') return context.bind(entered, target);
      return boundTo(entered, target as AnyFunction);
    },
  });
}

function boundTo(entered: Context, fn: AnyFunction): AnyFunction {
  function bound(this: unknown, ...args: unknown[]): unknown {
    'use greenlet';
    return enterContext(entered, fn, this, args);
  }
  return Object.defineProperty(bound, 'length', { value: fn.length, configurable: true });
}
