import { unbound } from '../bound.ts';
import { isStrange } from '../classes/constructors.ts';
import { apply, enter } from '../enter.ts';
import { listOf } from './operations.ts';
import type { AnyFunction, Activation } from '../frame.ts';
import { newObject, park, takeQuietly } from '../frame.ts';
import { link, SUSPENDED } from '../link.ts';
import { spreadable } from '../iteration/plain-array.ts';
import { noteMachinery } from '../machinery.ts';

type Constructor = AnyFunction & { prototype: object | null };

const nativeConstruct = Reflect.construct as (target: unknown, args: unknown, newTarget: unknown) => unknown;

/** `Reflect.construct`, written as compiled code, so that the constructor can suspend. */
export function constructFunction(target: Constructor, args: unknown, ...rest: Constructor[]): unknown {
  if (link.to !== constructFunction) {
    const { frame } = link;
    if (frame === null) return enter(constructFunction, null, [target, args, ...spreadable(rest)]);
    const newTarget = (frame as Activation).a as Constructor;
    return newObject(takeQuietly(), newTarget, newTarget);
  }
  const newTarget = rest.length === 0 ? target : (rest[0] as Constructor);
  link.to = null;
  if (typeof target !== 'function' || typeof newTarget !== 'function') return nativeConstruct(target, args, newTarget);
  const list = apply(listOf as never, undefined, args as ArrayLike<unknown>);
  if (newTarget === target || !isStrange(newTarget)) link.to = target;
  const result = nativeConstruct(target, list, newTarget);
  if (result !== SUSPENDED) return result;
  return park(null, constructFunction, null, -1, newTarget === target ? unbound(target) : newTarget);
}

noteMachinery(constructFunction);
