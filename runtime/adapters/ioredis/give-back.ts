/** What a client sends and gets. */
type Value = string | Buffer;

/** Commands that put items where others take them. */
interface Putting extends Record<'lpush' | 'rpush' | 'zadd', (key: Value, ...items: Value[]) => Promise<unknown>> {
  readonly options: { readonly keyPrefix?: string };
}

/** Which command undoes what another one has done. */
function putterOf(name: string, args: readonly unknown[]): 'lpush' | 'rpush' | 'zadd' | null {
  if (name === 'blpop') return 'lpush';
  if (name === 'brpop') return 'rpush';
  if (name === 'blmpop') return takesLeft(args) ? 'lpush' : 'rpush';
  return /^bz(?:m?pop|popmin|popmax)$/.test(name) ? 'zadd' : null;
}

/** Puts back what a command has taken whose answer nobody wants any more; nothing if it has taken nothing. */
export async function giveBack(name: string, redis: object, answer: unknown, args: readonly unknown[]): Promise<void> {
  const putter = putterOf(name, args);
  if (putter === null) return;
  if (answer === null) return;
  const [key, ...taken] = answer as readonly [key: Value, ...taken: unknown[]];
  // The item that was taken first is the last to be put back. Of a sorted set, members come before their scores, and are sent after them.
  const items = taken.flat(2).reverse() as Value[];
  await (redis as Putting)[putter](withoutPrefix(redis as Putting, key), ...items);
}

/** The client puts its prefix before the keys that it sends, and leaves it at those that come. */
function withoutPrefix({ options: { keyPrefix = '' } }: Putting, key: Value): Value {
  return typeof key === 'string' ? key.slice(keyPrefix.length) : key.subarray(Buffer.byteLength(keyPrefix));
}

/** From which end `blmpop` takes: that stands behind the timeout, the number of keys, and the keys. */
function takesLeft(args: readonly unknown[]): boolean {
  const flat = args.flat();
  return String(flat[2 + Number(flat[1])]).toLowerCase() === 'left';
}
