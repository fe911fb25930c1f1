import { reflectDeleteProperty } from '../builtins.ts';

/** The key of the method that initializes the fields of a class, until it is taken out. */
export const FIELDS = Symbol('fields');

export function takeFields(prototype: { [FIELDS]?: unknown }): unknown {
  const method = prototype[FIELDS];
  reflectDeleteProperty(prototype, FIELDS);
  return method;
}

/** A parent whose objects are given. */
export const Added = function (object: object): object {
  return object;
};

let pending: unknown;

/** The value of the private field about to be added. */
export function added(): unknown {
  const value = pending;
  pending = undefined;
  return value;
}

/** Adds the private field of `Adder`, a class that extends `Added`, to an object. */
export function addField(Adder: new (object: object) => object, object: object, value: unknown): void {
  pending = value;
  new Adder(object);
}
