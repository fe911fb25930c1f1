import type { AnyFunction } from '../contract/frame.ts';
import { link } from '../contract/link.ts';
import { Derivation } from './derivation.ts';
import { ObjectHandler } from './object-handler.ts';
import type { Viewer } from './viewer.ts';

/** The view of a function or a class. */
export class FunctionHandler extends ObjectHandler {
  /** The compiled function that calls the original. */
  readonly #caller: AnyFunction;
  #derivation: Derivation | null = null;
  /** Set as soon as there is one. */
  view: object | null = null;

  constructor(viewer: Viewer, caller: AnyFunction) {
    super(viewer);
    this.#caller = caller;
  }

  /** Compiled by hand: if compiled code has announced the view, then it takes what the compiled function returns. */
  apply(_target: object, self: unknown, args: unknown[]): unknown {
    link.to = link.to === this.view ? this.#caller : null;
    return Reflect.apply(this.#caller, self, args);
  }

  construct(target: object, args: unknown[], newTarget: AnyFunction): object {
    link.to = null;
    const given = this.viewer.give(args);
    if (newTarget === this.view) return this.viewer.viewOf(Reflect.construct(target as AnyFunction, given) as object);
    this.#derivation ??= new Derivation(this.viewer, (target as AnyFunction).prototype as object);
    return this.#derivation.construct(target as AnyFunction, given, newTarget);
  }
}
