/** What Node reads at once: of a file whose size it does not know, and of a large one. */
const SMALL_PIECE = 64 * 1024;
const LARGE_PIECE = 512 * 1024;

/** Whether `readFileSync` refuses the options, or does with them what is nowhere told. */
export function isOddEncoding(options: unknown): boolean {
  if (options === undefined || options === null) return false;
  if (typeof options !== 'string' && typeof options !== 'object') return true;
  const encoding = encodingOf(options);
  return Boolean(encoding) && !Buffer.isEncoding(encoding as string);
}

/** Reads until there is nothing left, and returns it as `readFileSync` does with these options. */
export async function readPieces(
  size: number,
  options: unknown,
  read: (piece: Buffer) => Promise<number>,
): Promise<Buffer | string> {
  const pieces: Buffer[] = [];
  let length: number;
  do {
    const piece = Buffer.allocUnsafeSlow(size > SMALL_PIECE ? LARGE_PIECE : SMALL_PIECE);
    length = await read(piece);
    pieces.push(piece.subarray(0, length));
  } while (length > 0);
  const all = Buffer.concat(pieces);
  const encoding = encodingOf(options);
  return encoding ? all.toString(encoding as BufferEncoding) : all;
}

function encodingOf(options: unknown): unknown {
  return typeof options === 'object' ? (options as { encoding?: unknown } | null)?.encoding : options;
}
