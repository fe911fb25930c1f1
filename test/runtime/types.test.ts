import {
  AsyncResult,
  Channel,
  Event,
  Greenlet,
  joinAll,
  Pool,
  Queue,
  run,
  spawn,
  spawnLater,
  wait,
  waitFor,
  withTimeout,
} from 'greenlets';
import type { CooperativeResponse } from 'greenlets/web/fetch';
import { useVirtualHost } from '../support/virtual-host.ts';

type Probe<T> = <Any>() => Any extends T ? 1 : 2;
type Same<A, B> = Probe<A> extends Probe<B> ? true : false;

/** `exactly<Expected>()(value, true)` compiles only if the value has exactly that type. */
function exactly<Expected>() {
  return <Actual>(_value: Actual, same: Same<Actual, Expected>): void => expect(same).toBe(true);
}

/** What is an error is checked by `tsc`: a `@ts-expect-error` without one is an error. Nothing here is called. */
function misuses(): void {
  const f = (a: number, b: string): boolean => a > b.length;
  // @ts-expect-error -- an argument is missing
  spawn(f, 1);
  // @ts-expect-error -- an argument of the wrong type
  spawn(f, 1, 2);
  // @ts-expect-error -- not a function
  spawn(5);
  // @ts-expect-error -- an argument of the wrong type
  spawnLater(10, f, 'x', 'y');
  // @ts-expect-error -- an argument is missing
  void run(f);
  // @ts-expect-error -- an item of the wrong type
  new Queue<number>().put('x');
  // @ts-expect-error -- takes one item
  new Pool(1).map((a: number, b: number) => a + b, [1]);
  // @ts-expect-error -- the items are numbers
  new Pool(1).map((item: string) => item, [1]);
  const ready: (Event | Promise<void> | number)[] = waitFor([new Event(), Promise.resolve(), 5]);
  const isOver: boolean = waitFor(null, 5);
  new Queue<unknown>(null, [ready, isOver]);
  class Answer extends Greenlet<number> {
    constructor() {
      super(null);
    }
    override body(): number {
      return 42;
    }
  }
  class Plain extends Greenlet<number> {
    override body(): number {
      return 42;
    }
  }
  class Length extends Greenlet<number, [string]> {
    override body(text: string): number {
      return text.length;
    }
  }
  const numbers: Greenlet<number>[] = [new Answer(), new Plain(null), new Length(null, 'text')];
  // @ts-expect-error -- an argument of the wrong type
  new Queue<unknown>(null, [numbers, new Length(null, 5)]);
  // @ts-expect-error -- nothing that one can wait for
  waitFor(['soon']);
}

/** What a response of the cooperative `fetch` may be used for. Nothing here is called. */
function responses(response: CooperativeResponse, take: (response: Response) => void): unknown[] {
  const text: string = response.text();
  const { title } = response.json() as { title: string };
  const size: number = response.clone().arrayBuffer().byteLength;
  const entry = response.formData().get('name');
  take(response);
  const plain: Response = response;
  exactly<string>()(response.text(), true);
  exactly<Awaited<ReturnType<Response['json']>>>()(response.json(), true);
  exactly<Promise<string>>()(plain.text(), true);
  // @ts-expect-error -- the text is no promise
  const promise: Promise<string> = response.text();
  return [text, title, size, entry, promise];
}

describe('the types', () => {
  it('of responses allow to read them and to pass them on', () => {
    expect(responses).toBeInstanceOf(Function);
  });

  it('of misuses are errors', () => {
    expect(misuses).toBeInstanceOf(Function);
  });

  it('of results are inferred', () => {
    useVirtualHost();
    const plain = spawn((a: number) => [a], 1);
    exactly<Greenlet<number[]>>()(plain, true);
    exactly<Greenlet<string>>()(
      spawn(async () => 'x'),
      true,
    );
    exactly<Greenlet<number>>()(
      spawn(() => spawn(() => 1)),
      true,
    );
    exactly<Promise<number>>()(
      run((a: string) => a.length, 'x'),
      true,
    );
    exactly<() => number[]>()(() => plain.get(), true);
    exactly<() => Greenlet<number[]>[]>()(() => joinAll([plain]), true);
    exactly<() => string>()(() => wait(Promise.resolve('x')), true);
    exactly<() => string[]>()(() => new Pool(1).map(async (item: number) => String(item), [1]), true);
    exactly<() => number | null>()(() => withTimeout(10, () => 1, { timeoutValue: null }), true);
    exactly<() => (Event | AsyncResult)[]>()(() => waitFor([new Event(), new AsyncResult()]), true);
    exactly<() => IteratorResult<number>>()(() => new Channel<number>()[Symbol.iterator]().next(), true);
  });
});
