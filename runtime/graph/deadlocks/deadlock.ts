import { withoutLines } from '../../contract/stacks/engine.ts';
import { stacks } from '../../contract/stacks/state.ts';
import type { Greenlet } from '../../core/greenlet.ts';
import { nameOf } from '../../core/names/greenlet-names.ts';
import { explainStuck, LoopExit, type StuckGreenlet } from '../../hub/errors/errors.ts';
import { hub } from '../../hub/index.ts';
import { Waiter } from '../../waiting/waiter/waiter.ts';

/** Every greenlet that has not ended, and what it waits for. */
export function listStuck(): StuckGreenlet[] {
  return hub.explainer?.listStuck() ?? Array.from(hub.live, (greenlet) => ({ greenlet, reason: reasonOf(greenlet) }));
}

/** The error for somebody who is stuck, and is no greenlet. */
export function loopExit(): LoopExit {
  return new Explanation().error;
}

/** Who is stuck, found out once for all who are to be told. Each gets an error of its own, since its stack is the way that it takes. */
export class Explanation {
  readonly #stuck = listStuck();
  readonly #text: string;
  /** Whether the text is about somebody else as well. */
  readonly #isOfMany: boolean;

  constructor() {
    const circles = hub.explainer?.explain() ?? '';
    const remark = hub.host.remarkOnStuck?.() ?? '';
    this.#text = [explainStuck(this.#stuck), circles, remark].filter((part) => part !== '').join('\n');
    this.#isOfMany = this.#stuck.length > 1 || circles !== '';
  }

  get error(): LoopExit {
    return this.#make(this.#text);
  }

  /** The lines of the stack follow the text: they must not seem to belong to the greenlet that it names last. */
  errorFor(greenlet: Greenlet): LoopExit {
    return this.#make(this.#isOfMany ? `${this.#text}\nThis is raised in ${nameOf(greenlet)}.` : this.#text);
  }

  /** Where it is made, which is where the host is idle, is of no interest to anybody. */
  #make(text: string): LoopExit {
    const error = withoutLines(() => new LoopExit(this.#stuck, text));
    stacks.tracer?.raisedByCall(error);
    return error;
  }
}

/** What a greenlet waits for. */
export function reasonOf({ top }: Greenlet): string {
  return top instanceof Waiter ? top.reason : 'a switch back to it';
}
