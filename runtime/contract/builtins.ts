/*
 * What constructs of the language use of the library, under the names that Node's own code gives such copies: a program
 * may replace `Reflect` or a function of `Object`, and its calls, classes and patterns work all the same. A constant each,
 * so that bundlers leave out what is not used.
 */

export const reflectApply = Reflect.apply;
export const reflectConstruct = Reflect.construct;
export const reflectDefineProperty = Reflect.defineProperty;
export const reflectDeleteProperty = Reflect.deleteProperty;
export const reflectGet = Reflect.get;
export const reflectOwnKeys = Reflect.ownKeys;
export const reflectSet = Reflect.set;

export const objectCreate = Object.create;
export const objectDefineProperty = Object.defineProperty;
export const objectGetOwnPropertyDescriptor = Object.getOwnPropertyDescriptor;
export const objectGetPrototypeOf = Object.getPrototypeOf;
export const objectHasOwn = Object.hasOwn;
export const objectIsExtensible = Object.isExtensible;
export const objectSetPrototypeOf = Object.setPrototypeOf;
