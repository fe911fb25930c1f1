/* eslint-disable @typescript-eslint/no-misused-promises -- emitters do not mind that listeners return something */
import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Event, inGreenlet, Queue, setErrorHandler, sleep, SwitchError } from 'greenlets';
import { defaultHost } from '../../runtime/hub/host/default-host.ts';
import { hub } from '../../runtime/hub/index.ts';
import { settle, useVirtualHost } from '../support/virtual-host.ts';

describe('A marked listener that is no async function', () => {
  function onJob(): void {
    'use greenlet';
    sleep(5);
  }

  it('is told what to become, when it blocks', () => {
    const emitter = new EventEmitter().on('job', onJob);
    expect(() => emitter.emit('job')).toThrow(
      /^sleep\(\) would block, but no greenlet is running: start one with run\(\) or spawn\(\), or make .*onJob \(.*in-greenlet.test.ts:\d+:\d+\), which was called by .*emit .*, an async function, or wrap it with inGreenlet\(\)$/,
    );
  });

  it('that iterates over a stream is told so, before anything was taken from it', async () => {
    hub.useHost(defaultHost);
    const errors: unknown[] = [];
    const server = createServer((request: IncomingMessage, response: ServerResponse) => {
      try {
        readAll(request);
      } catch (error) {
        errors.push(error);
      }
      response.end(String(request.readableFlowing));
    });
    expect(await answerOf(server, 'text')).toBe('null');
    expect(errors).toEqual([expect.any(SwitchError)]);
    expect((errors[0] as Error).message).toMatch(/^iterating over an async iterable would block, but no greenlet/);
  });

  it('blocks in a greenlet of its own, which begins at once, with this and the arguments', async () => {
    const host = useVirtualHost();
    const emitter = new EventEmitter();
    const log: unknown[] = [];
    const done = new Event();
    emitter.on(
      'job',
      inGreenlet(function listener(this: EventEmitter, ...args: number[]) {
        'use greenlet';
        log.push('begins', this === emitter, args);
        sleep(5);
        log.push('ends');
        done.set();
      }),
    );
    emitter.emit('job', 1, 2);
    log.push('emitted');
    await settle(host, done);
    expect(log).toEqual(['begins', true, [1, 2], 'emitted', 'ends']);
  });

  it('can be a handler of a server', async () => {
    hub.useHost(defaultHost);
    const handler = inGreenlet((request: IncomingMessage, response: ServerResponse) => {
      'use greenlet';
      response.end(`got ${readAll(request)}`);
    });
    expect(await answerOf(createServer(handler), 'some text')).toBe('got some text');
  });

  it('has its errors reported, unless somebody takes the result as a promise', async () => {
    const host = useVirtualHost();
    const reported: unknown[] = [];
    const previous = setErrorHandler((error) => reported.push(error));
    const failing = inGreenlet((ms: number) => {
      'use greenlet';
      sleep(ms);
      throw new RangeError(String(ms));
    });
    new EventEmitter().on('job', failing).emit('job', 1);
    await expect(settle(host, failing(2))).rejects.toThrow(new RangeError('2'));
    await host.drain();
    setErrorHandler(previous);
    expect(reported).toEqual([new RangeError('1')]);
  });

  it('returns a promise, as frameworks expect it', async () => {
    const host = useVirtualHost();
    const double = inGreenlet((value: number) => {
      'use greenlet';
      sleep(1);
      if (value === 0) throw new RangeError('nothing');
      return 2 * value;
    });
    const promise = double(2);
    expect(promise).toBeInstanceOf(Promise);
    const results = Promise.all([
      promise,
      promise.then((value) => value + 1),
      double(0).catch((error: unknown) => String(error)),
      double(3).finally(() => undefined),
      Promise.allSettled([double(0)]).then(([{ status }]) => status),
    ]);
    expect(await settle(host, results)).toEqual([4, 5, 'RangeError: nothing', 6, 'rejected']);
  });

  it('can be called in a greenlet, too, which goes on when it waits', async () => {
    const host = useVirtualHost();
    const queue = new Queue<string>();
    const callback = inGreenlet(() => {
      'use greenlet';
      return queue.get();
    });
    const result = callback();
    queue.put('item');
    expect(await settle(host, result)).toBe('item');
  });

  it('keeps its name and the number of its parameters', () => {
    const handler = inGreenlet(function handle(a: number, b: number) {
      return a + b;
    });
    expect([handler.name, handler.length]).toEqual(['handle', 2]);
    expect(handler(1, 2).greenlet.name).toMatch(/^handle-/);
    expect(() => inGreenlet(5 as never)).toThrow('expected a function, got `5` (number)');
  });
});

function readAll(request: IncomingMessage): string {
  'use greenlet';
  let text = '';
  for (const chunk of request as unknown as Iterable<Buffer>) text += chunk.toString();
  return text;
}

async function answerOf(server: ReturnType<typeof createServer>, body: string): Promise<string> {
  await once(server.listen(0), 'listening');
  try {
    const { port } = server.address() as AddressInfo;
    const response = await fetch(`http://localhost:${String(port)}`, { method: 'POST', body });
    return await response.text();
  } finally {
    server.close();
  }
}
