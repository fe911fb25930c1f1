import { objectDefineProperty, reflectOwnKeys } from '../builtins.ts';
import { spreadable } from '../iteration/plain-array.ts';

/** Gives `object` the fields, as the initializers of a class do: what was there by their names is no more. */
export function defineFields(object: object, fields: Record<PropertyKey, unknown>): void {
  for (const key of spreadable(reflectOwnKeys(fields))) {
    const value = fields[key as string];
    objectDefineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  }
}
