import { objectDefineProperty } from '../builtins.ts';

/** Gives a function the name that it has in the source, where it had to get another one. */
export function setName(fn: object, name: string): void {
  objectDefineProperty(fn, 'name', { value: name, configurable: true });
}
