import { Effect, Fiber, Latch, Queue as EffectQueue } from 'effect';
import { Event, Queue, run, spawn } from 'greenlets';
import { AsyncEvent } from '../contestants/async-event.ts';
import { AsyncQueue } from '../contestants/async-queue.ts';
import type { Case, Contestants } from '../types.ts';

const SWITCHES = 20_000;
const ROUNDS = SWITCHES / 2;

const prepared: Record<string, Contestants> = {
  'event, to and fro': {
    'async functions': () => signalAsync(new AsyncEvent(), new AsyncEvent()),
    greenlets: () => run(signal, new Event(), new Event()),
    Effect: () => Effect.runPromise(signalFibers),
  },
  'queue, to and fro': {
    'async functions': () => passAsync(new AsyncQueue(), new AsyncQueue()),
    greenlets: () => run(pass, new Queue<number>(), new Queue<number>()),
    Effect: () => Effect.runPromise(passFibers),
  },
};

export const names: readonly string[] = Object.keys(prepared);

/** Two that wake each other in turns, which is a switch each time. */
export function prepare(name: string): Case {
  return { row: 'switch', name, operations: SWITCHES, unit: 'ns', contestants: prepared[name] ?? {} };
}

function signal(ping: Event, pong: Event): void {
  'use greenlet';
  const other = spawn(answer, pong, ping);
  ping.set();
  answer(ping, pong);
  other.join();
}

function answer(own: Event, other: Event): void {
  'use greenlet';
  for (let i = 0; i < ROUNDS; i++) {
    own.wait();
    own.clear();
    other.set();
  }
}

async function signalAsync(ping: AsyncEvent, pong: AsyncEvent): Promise<void> {
  const other = answerAsync(pong, ping);
  ping.set();
  await answerAsync(ping, pong);
  await other;
}

async function answerAsync(own: AsyncEvent, other: AsyncEvent): Promise<void> {
  for (let i = 0; i < ROUNDS; i++) {
    await own.wait();
    own.clear();
    other.set();
  }
}

const signalFibers = Effect.gen(function* () {
  const [ping, pong] = [yield* Latch.make(), yield* Latch.make()];
  const other = yield* Effect.forkChild(answerInFiber(pong, ping));
  yield* ping.open;
  yield* answerInFiber(ping, pong);
  yield* Fiber.join(other);
});

function answerInFiber(own: Latch.Latch, other: Latch.Latch): Effect.Effect<void> {
  return Effect.gen(function* () {
    for (let i = 0; i < ROUNDS; i++) {
      yield* own.await;
      yield* own.close;
      yield* other.open;
    }
  });
}

function pass(ping: Queue<number>, pong: Queue<number>): void {
  'use greenlet';
  const other = spawn(passOn, pong, ping);
  ping.put(0);
  passOn(ping, pong);
  other.join();
}

function passOn(own: Queue<number>, other: Queue<number>): void {
  'use greenlet';
  for (let i = 0; i < ROUNDS; i++) other.put(own.get());
}

async function passAsync(ping: AsyncQueue<number>, pong: AsyncQueue<number>): Promise<void> {
  const other = passOnAsync(pong, ping);
  await ping.put(0);
  await passOnAsync(ping, pong);
  await other;
}

async function passOnAsync(own: AsyncQueue<number>, other: AsyncQueue<number>): Promise<void> {
  for (let i = 0; i < ROUNDS; i++) await other.put(await own.get());
}

const passFibers = Effect.gen(function* () {
  const [ping, pong] = [yield* EffectQueue.unbounded<number>(), yield* EffectQueue.unbounded<number>()];
  const other = yield* Effect.forkChild(passOnInFiber(pong, ping));
  yield* EffectQueue.offer(ping, 0);
  yield* passOnInFiber(ping, pong);
  yield* Fiber.join(other);
});

function passOnInFiber(own: EffectQueue.Queue<number>, other: EffectQueue.Queue<number>): Effect.Effect<void> {
  return Effect.gen(function* () {
    for (let i = 0; i < ROUNDS; i++) yield* EffectQueue.offer(other, yield* EffectQueue.take(own));
  });
}
