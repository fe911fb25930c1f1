import { call, enter } from '../contract/enter.ts';
import { park, take, type AnyFunction, type Frame } from '../contract/frame.ts';
import { link, SUSPENDED } from '../contract/link.ts';
import { awaitValue } from './async.ts';

const CALLED = 1;
const AWAITED = 2;

/** `iterator[name]()`, and `await` of what it returns, written as compiled code. */
function waiting(name: 'next' | 'return'): AnyFunction {
  return function resume(this: Waiting): unknown {
    let frame: Frame | null = null;
    if (link.to !== resume) {
      frame = link.frame;
      if (frame === null) return enter(resume, this, []);
    }
    link.to = null;
    let result = frame === null ? begin(this, name) : take();
    let pc = frame?.pc ?? CALLED;
    if (result !== SUSPENDED && pc === CALLED) {
      pc = AWAITED;
      link.to = awaitValue;
      result = awaitValue(result);
    }
    return result === SUSPENDED ? park(frame, resume, this, pc) : result;
  };
}

function begin({ iterator }: Waiting, name: 'next' | 'return'): unknown {
  const method = iterator[name];
  link.to = method;
  return call(method, iterator);
}

const waitForNext = waiting('next');
const waitForReturn = waiting('return');

/** An async iterator as a synchronous one that waits. */
class Waiting {
  readonly iterator: AsyncIterator<unknown>;
  readonly next = waitForNext;
  readonly return: AnyFunction | undefined;

  constructor(iterator: AsyncIterator<unknown>) {
    this.iterator = iterator;
    this.return = typeof iterator.return === 'function' ? waitForReturn : undefined;
  }
}

/** What makes the iterator for a plain `for...of` over what is only asynchronously iterable. */
export function asyncMethod(value: unknown): unknown {
  return (value as Partial<AsyncIterable<unknown>>)[Symbol.asyncIterator];
}

export function waitingIterator(iterator: object): object {
  return new Waiting(iterator as AsyncIterator<unknown>);
}
