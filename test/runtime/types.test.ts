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
import { useVirtualHost } from '../support/virtual-host.ts';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Compiles only if the two types are the same. */
function same<A, B>(equal: Equal<A, B>): void {
  expect(equal).toBe(true);
}

/** What TypeScript says is checked by `tsc`: a `@ts-expect-error` without an error is one. Nothing here is called. */
function unused(): void {
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
  // @ts-expect-error -- not a linkable
  waitFor([Promise.resolve()]);
}

describe('the types', () => {
  it('of results are inferred', () => {
    expect(unused).toBeInstanceOf(Function);
    useVirtualHost();
    const plain = spawn((a: number) => [a], 1);
    same<typeof plain, Greenlet<number[]>>(true);
    const asynchronous = spawn(async () => 'x');
    same<typeof asynchronous, Greenlet<string>>(true);
    const nested = spawn(() => spawn(() => 1));
    same<typeof nested, Greenlet<number>>(true);
    const promise = run((a: string) => a.length, 'x');
    same<typeof promise, Promise<number>>(true);
    const joined = (): Greenlet<number[]>[] => joinAll([plain]);
    same<ReturnType<typeof joined>, Greenlet<number[]>[]>(true);
    same<ReturnType<typeof plain.get>, number[]>(true);
    same<ReturnType<typeof wait<Promise<string>>>, string>(true);
    const mapped = (): string[] => new Pool(1).map(async (item: number) => String(item), [1]);
    same<ReturnType<typeof mapped>, string[]>(true);
    const limited = (): number | null => withTimeout(10, () => 1, { timeoutValue: null });
    same<ReturnType<typeof limited>, number | null>(true);
    const mixed = (): (Event | AsyncResult)[] => waitFor([new Event(), new AsyncResult()]);
    same<ReturnType<typeof mixed>, (Event | AsyncResult)[]>(true);
    const items = [...[new Queue<number>(), new Channel<number>()].map((each) => each[Symbol.iterator]())];
    same<ReturnType<(typeof items)[0]['next']>, IteratorResult<number>>(true);
  });
});
