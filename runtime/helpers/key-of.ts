const { prototype: plainPrototype } = Object;

/** Objects that are compared by identity, by their numbers. */
const numbers = new WeakMap<object, number>();
const symbols = new Map<symbol, number>();
let count = 0;

/**
 * What the result of a call is kept by: the only argument, or a text that is the same for arguments that are equal. Primitive values, arrays and plain
 * objects are equal if they look the same. Everything else is equal to itself only: a function, a `Map`, an instance of a class.
 */
export function keyOf(...args: unknown[]): unknown {
  const [first] = args;
  // Told from the text of several arguments by its first letter.
  if (args.length === 1) return typeof first === 'string' ? `"${first}` : first;
  return textOf(args, []);
}

function textOf(value: unknown, path: readonly object[]): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'bigint') return `${String(value)}n`;
  if (typeof value === 'symbol') return `@${String(numberOf(symbols, value))}`;
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return String(value);
  // One that contains itself has no text.
  if (path.includes(value)) return identityOf(value);
  if (Array.isArray(value)) return `[${Array.from(value, (item) => textOf(item, [...path, value])).join()}]`;
  return isPlain(value) ? `{${fieldsOf(value, [...path, value]).join()}}` : identityOf(value);
}

function fieldsOf(object: object, path: readonly object[]): string[] {
  return Object.entries(object).map(([name, value]) => `${JSON.stringify(name)}:${textOf(value, path)}`);
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== plainPrototype && prototype !== null) return false;
  return Object.getOwnPropertySymbols(value).length === 0;
}

function identityOf(value: object): string {
  return `#${String(numberOf(numbers, value))}`;
}

function numberOf<K>(table: { get(key: K): number | undefined; set(key: K, number: number): unknown }, key: K): number {
  let number = table.get(key);
  if (number === undefined) table.set(key, (number = ++count));
  return number;
}
