import { isBound } from '../bound.ts';
import { adopt, assertParent, blockingParent, construct } from './constructors.ts';
import { newObject, park, takeQuietly, type Activation, type AnyFunction } from '../frame.ts';
import { link, SUSPENDED } from '../link.ts';
import { noteMachinery } from '../machinery.ts';

/**
 * What the constructor of a class that has none of its own does: it constructs the parent, which may block; or it lets `super` do that.
 * Either way it returns the object. Written as compiled code: who called the constructor announced the class.
 *
 * @param callSuper calls `super`, and returns `this`
 */
export function constructParent(
  constructor: AnyFunction,
  args: readonly unknown[],
  newTarget: AnyFunction,
  callSuper: () => unknown,
): unknown {
  const isAnnounced = link.to === constructor || isBound(constructor);
  const parent = isAnnounced ? blockingParent(constructor) : null;
  link.to = parent;
  if (parent === null) {
    assertParent(constructor);
    return callSuper();
  }
  const object = construct(parent as never, args, newTarget as never);
  if (object === SUSPENDED) return park(null, finish, null, -1, constructor, newTarget, callSuper);
  adopt(constructor, object as object, newTarget, callSuper);
  return object;
}

/** Goes on after the parent has been waited for. */
function finish(): object {
  const { a: constructor, b: newTarget, c: callSuper } = link.frame as Activation;
  const object = newObject(takeQuietly(), newTarget as AnyFunction, newTarget as AnyFunction) as object;
  adopt(constructor as object, object, newTarget as object, callSuper as () => unknown);
  return object;
}

noteMachinery(finish);
