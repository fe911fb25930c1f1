import type { AnyFunction } from '../../contract/frame.ts';
import { link } from '../../contract/link.ts';
import { SwitchError } from '../errors/errors.ts';
import { expected } from '../errors/expected.ts';
import { Greenlet } from '../greenlet.ts';
import { mainGreenlet } from '../main-greenlet.ts';
import { Continuation } from './continuation.ts';

/** What a stack belongs to: at its end it asks who goes on. */
interface Owner {
  /** Who switched last. From now on there is nothing to switch to. */
  finish(): Continuation | null;
}

/** The stack on which the function of a continulet runs. It has no use for a parent: its result goes to whoever switched last. */
export class Stack extends Greenlet {
  readonly beginning: Continuation;
  readonly #owner: Owner;
  #heir: Greenlet = mainGreenlet;

  constructor(owner: Owner, fn: AnyFunction, args: readonly unknown[]) {
    super(fn, mainGreenlet);
    this.#owner = owner;
    this.beginning = new Continuation(this);
    this.prepare([owner, ...args]);
  }

  override begin(value: unknown, throwing: boolean): unknown {
    this.beginning.spend();
    const isRefused = !throwing && value !== undefined && value !== null;
    // Source: PyPy, where nothing could receive the value.
    if (isRefused) return super.begin(expected('nothing to be sent to a continulet that begins', value), true);
    return super.begin(value, throwing);
  }

  override end(result: unknown, failed: boolean): boolean {
    const heir = this.#owner.finish();
    const { registers } = link;
    const isLost = heir === null || heir.spent;
    if (!isLost) this.#heir = heir.greenlet;
    registers.value = isLost && !failed ? nobodyThere() : result;
    registers.throwing = isLost || failed;
    return false;
  }

  override liveAncestor(): Greenlet {
    return this.#heir;
  }
}

function nobodyThere(): SwitchError {
  return new SwitchError('a continulet has ended, but the code that it would return to has gone on without it');
}
