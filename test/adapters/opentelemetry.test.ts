import * as plain from '@opentelemetry/api';
import { context as plainContext, createContextKey, ROOT_CONTEXT, SpanStatusCode } from '@opentelemetry/api';
import {
  InMemoryMetricExporter,
  AggregationTemporality,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
  type ReadableSpan,
} from '@opentelemetry/sdk-trace-node';
import { joinAll, Pool, Queue, run, sleep, spawn, SwitchError } from 'greenlets';
import * as adapter from 'greenlets/adapters/opentelemetry';
import { context, observeHub, trace, withSpan } from 'greenlets/adapters/opentelemetry';
import { runVirtually, useVirtualHost } from '../support/virtual-host.ts';

const exporter = new InMemorySpanExporter();
const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
const tracer = trace.getTracer('shop');

beforeAll(() => provider.register({ contextManager: new AsyncLocalStorageContextManager() }));
afterEach(() => exporter.reset());
afterAll(async () => {
  await provider.shutdown();
  trace.disable();
  context.disable();
});

/** From the name of each finished span to that of its parent. */
function parents(): Record<string, string | undefined> {
  const spans = exporter.getFinishedSpans();
  return Object.fromEntries(spans.map((span) => [span.name, parentOf(span, spans)?.name]));
}

function parentOf(span: ReadableSpan, spans: readonly ReadableSpan[]): ReadableSpan | undefined {
  const id = span.parentSpanContext?.spanId;
  return spans.find((other) => other.spanContext().spanId === id);
}

/** A span that lasts for so many ms. */
function work(name: string, ms = 1): void {
  'use greenlet';
  tracer.startActiveSpan(name, (span) => {
    sleep(ms);
    span.end();
  });
}

describe('startActiveSpan', () => {
  it('calls a function that may wait, in whose waits the span stays active, and leaves the context afterwards', async () => {
    const seen = await runVirtually(() => {
      'use greenlet';
      const inside = tracer.startActiveSpan('outer', (span) => {
        sleep(1);
        work('inner');
        const isActive = trace.getActiveSpan() === span;
        span.end();
        return isActive;
      });
      return [inside, trace.getActiveSpan()];
    });
    expect(seen).toEqual([true, undefined]);
    expect(parents()).toEqual({ outer: undefined, inner: 'outer' });
  });

  it('takes options and a context', async () => {
    const key = createContextKey('tenant');
    const seen = await runVirtually(() => {
      'use greenlet';
      const given = ROOT_CONTEXT.setValue(key, 7);
      return tracer.startActiveSpan('named', { attributes: { size: 3 } }, given, (span) => {
        sleep(1);
        span.end();
        return context.active().getValue(key);
      });
    });
    expect(seen).toBe(7);
    expect(exporter.getFinishedSpans()[0]?.attributes).toEqual({ size: 3 });
  });

  it('works outside greenlets as in the original', () => {
    const active = tracer.startActiveSpan('plain', (span) => {
      span.end();
      return trace.getActiveSpan() === span;
    });
    expect([active, trace.getActiveSpan()]).toEqual([true, undefined]);
    expect(() => work('too early')).toThrow(SwitchError);
  });

  it('leaves the context when the function throws', async () => {
    const seen = await runVirtually(() => {
      'use greenlet';
      try {
        tracer.startActiveSpan('failing', () => {
          sleep(1);
          throw new RangeError('x');
        });
      } catch (error) {
        return [String(error), trace.getActiveSpan()];
      }
      return [];
    });
    expect(seen).toEqual(['RangeError: x', undefined]);
  });
});

describe('context', () => {
  const key = createContextKey('request');
  const later = (): unknown => {
    'use greenlet';
    sleep(1);
    return context.active().getValue(key);
  };

  it('with calls a function that may wait, with its receiver and arguments', async () => {
    const seen = await runVirtually(() => {
      'use greenlet';
      function f(this: unknown, ...args: unknown[]): unknown {
        return [this, args, later()];
      }
      return [context.with(context.active().setValue(key, 'a'), f, 'self', 1, 2), later()];
    });
    expect(seen).toEqual([['self', [1, 2], 'a'], undefined]);
  });

  it('bind gives a function that may wait', async () => {
    const seen = await runVirtually(() => {
      'use greenlet';
      const bound = context.bind(context.active().setValue(key, 'b'), later);
      return [bound(), later()];
    });
    expect(seen).toEqual(['b', undefined]);
  });

  it('is the context of the original, too', () => {
    context.with(context.active().setValue(key, 'c'), () => {
      expect(plainContext.active().getValue(key)).toBe('c');
    });
  });
});

describe('The module', () => {
  it('has all that the original has, with its own trace and context', () => {
    for (const name of Object.keys(plain) as (keyof typeof plain)[]) {
      if (!['trace', 'context', 'default'].includes(name)) expect(adapter[name]).toBe(plain[name]);
    }
    expect(Object.keys(adapter.default).sort()).toEqual(expect.arrayContaining(Object.keys(plain.default).sort()));
    expect([adapter.default.trace, adapter.default.context]).toEqual([trace, context]);
    expect(adapter.default.trace).not.toBe(plain.trace);
  });
});

describe('withSpan', () => {
  it('ends the span when the function ends, and returns its result', async () => {
    const result = await runVirtually(() => {
      'use greenlet';
      return withSpan(tracer, 'outer', { attributes: { id: 1 } }, (span) => {
        withSpan(tracer, 'inner', () => sleep(1));
        return span.isRecording();
      });
    });
    expect(result).toBe(true);
    expect(parents()).toEqual({ inner: 'outer', outer: undefined });
  });

  it('records an error, and a kill as an event', async () => {
    await runVirtually(() => {
      'use greenlet';
      const failing = spawn(() =>
        withSpan(tracer, 'failing', () => {
          sleep(1);
          throw new RangeError('too far');
        }),
      );
      const killed = spawn(() => withSpan(tracer, 'killed', () => sleep(100)));
      failing.join();
      killed.kill();
      return String(failing.exception);
    });
    const [failing, killed] = exporter.getFinishedSpans();
    expect(failing).toMatchObject({
      name: 'failing',
      status: { code: SpanStatusCode.ERROR, message: 'too far' },
      events: [{ name: 'exception' }],
    });
    expect(killed).toMatchObject({
      name: 'killed',
      status: { code: SpanStatusCode.UNSET },
      events: [{ name: 'killed' }],
    });
  });

  it('waits for a promise', async () => {
    const result = await run(() => {
      'use greenlet';
      return withSpan(tracer, 'promise', () => Promise.resolve(3)) + 1;
    });
    expect(result).toBe(4);
    expect(exporter.getFinishedSpans()).toHaveLength(1);
  });

  it('refuses what is no tracer, or no meter', () => {
    expect(() => withSpan(3 as never, 'x', () => 1)).toThrow(new TypeError('expected a tracer, got `3` (number)'));
    expect(() => observeHub(undefined as never)).toThrow(new TypeError('expected a meter, got `undefined`'));
  });

  it('refuses what is no function', () => {
    const message = 'expected a function, got `3` (number)';
    expect(() => withSpan(tracer, 'x', {}, 3 as never)).toThrow(new TypeError(message));
    expect(() => withSpan(tracer, 'x', 3 as never)).toThrow(new TypeError(message));
    expect(() => tracer.startActiveSpan('x', 3 as never)).toThrow(new TypeError(message));
    expect(() => context.with(context.active(), 3 as never)).toThrow(new TypeError(message));
    const { startActiveSpan } = tracer as unknown as { startActiveSpan: (name: string) => unknown };
    expect(() => startActiveSpan('x')).toThrow(new TypeError('expected a function, got `undefined`'));
    expect(exporter.getFinishedSpans()).toEqual([]);
  });

  it('refuses what is no name of a span', () => {
    const call = (): unknown => withSpan(tracer, 3 as never, () => 1);
    expect(call).toThrow(new TypeError('expected the name of a span, got `3` (number)'));
  });
});

describe('The parent of a span', () => {
  it('is that of the code that has spawned the greenlet, by itself or in a pool', async () => {
    await runVirtually(() => {
      'use greenlet';
      tracer.startActiveSpan('spawner', (span) => {
        spawn(work, 'spawned', 5).join();
        new Pool(2).map((name) => work(name), ['in pool 1', 'in pool 2', 'in pool 3']);
        span.end();
      });
    });
    expect(parents()).toEqual({
      spawner: undefined,
      spawned: 'spawner',
      'in pool 1': 'spawner',
      'in pool 2': 'spawner',
      'in pool 3': 'spawner',
    });
  });

  it('behind a queue is that of the worker, or of the producer whose context goes along', async () => {
    await runVirtually(() => {
      'use greenlet';
      const queue = new Queue<{ name: string; producer: ReturnType<typeof context.active> | null }>();
      const worker = spawn(() => {
        tracer.startActiveSpan('worker', (span) => {
          for (let i = 0; i < 2; i++) {
            const { name, producer } = queue.get();
            if (producer === null) work(name);
            else context.with(producer, work, undefined, name);
          }
          span.end();
        });
      });
      tracer.startActiveSpan('producer', (span) => {
        sleep(1);
        queue.put({ name: "worker's", producer: null });
        queue.put({ name: "producer's", producer: context.active() });
        span.end();
      });
      worker.join();
    });
    expect(parents()).toMatchObject({ "worker's": 'worker', "producer's": 'producer' });
  });

  it('is right for each of 10,000 spans at the same time', async () => {
    const requests = 2500;
    await runVirtually(() => {
      'use greenlet';
      const pool = new Pool(50);
      const handle = (id: number): void =>
        tracer.startActiveSpan(`request ${String(id)}`, (span) => {
          sleep(id % 7);
          const step = spawn(work, `step ${String(id)}`, 20 + (id % 11));
          pool.spawn(work, `pooled ${String(id)}`, id % 3).join();
          work(`own ${String(id)}`, 10 + (id % 5));
          step.join();
          span.end();
        });
      joinAll(Array.from({ length: requests }, (_, id) => spawn(handle, id)));
    });
    const spans = exporter.getFinishedSpans();
    expect(spans).toHaveLength(4 * requests);
    const names = new Map(spans.map((span) => [span.spanContext().spanId, span.name]));
    const wrong = spans.filter(({ name, parentSpanContext }) => {
      const [kind, id] = name.split(' ');
      const parent = names.get(parentSpanContext?.spanId ?? '');
      return parent !== (kind === 'request' ? undefined : `request ${String(id)}`);
    });
    expect(wrong).toEqual([]);
    expect(new Set(spans.map((span) => span.spanContext().traceId)).size).toBe(requests);
  });
});

describe('observeHub', () => {
  it('reports greenlets, what is ready, and slices, with each collection', async () => {
    const metrics = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
    const reader = new PeriodicExportingMetricReader({ exporter: metrics, exportIntervalMillis: 1_000_000 });
    const meters = new MeterProvider({ readers: [reader] });
    const collect = async (): Promise<Record<string, number>> => {
      metrics.reset();
      await reader.forceFlush();
      const [resource] = metrics.getMetrics();
      const found = resource?.scopeMetrics.flatMap((scope) => scope.metrics) ?? [];
      return Object.fromEntries(
        found.map(({ descriptor, dataPoints }) => [descriptor.name, dataPoints[0]?.value as number]),
      );
    };
    const host = useVirtualHost();
    const end = observeHub(meters.getMeter('hub'));
    const greenlet = spawn(() => {
      'use greenlet';
      host.compute(5);
      sleep(10);
      host.compute(30);
      sleep(1_000);
    });
    const next = spawn(() => host.compute(1));
    expect(await collect()).toEqual({
      'greenlets.live': 2,
      'greenlets.ready': 2,
      'greenlets.slices': 0,
      'greenlets.slice.time': 0,
      'greenlets.slice.longest': 0,
    });
    await host.turnUntil(() => next.ready() && host.now() >= 40);
    expect(await collect()).toMatchObject({
      'greenlets.live': 1,
      'greenlets.ready': 0,
      'greenlets.slices': 3,
      'greenlets.slice.time': 36,
      'greenlets.slice.longest': 30,
    });
    expect(await collect()).toMatchObject({ 'greenlets.slices': 3, 'greenlets.slice.longest': 0 });
    end();
    await host.turnUntil(() => greenlet.ready());
    // The SDK repeats the last values.
    expect(await collect()).toMatchObject({ 'greenlets.live': 1, 'greenlets.slices': 3 });
    await meters.shutdown();
  });
});
