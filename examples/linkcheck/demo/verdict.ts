import type { Link } from '../findings.ts';
import type { Planted } from './planted.ts';

/** Compares what was found with what was planted. Returns the differences, in words. */
export function compare(broken: readonly Link[], planted: readonly Planted[], origin: string): string[] {
  const found = new Set(broken.flatMap(({ address, foundOn }) => foundOn.map((page) => `${address} on ${page}`)));
  const wanted = new Set(
    planted.flatMap(({ path, foundOn }) => foundOn.map((page) => `${origin}${path} on ${origin}${page}`)),
  );
  return [
    ...[...wanted].filter((link) => !found.has(link)).map((link) => `not found: ${link}`),
    ...[...found].filter((link) => !wanted.has(link)).map((link) => `not planted: ${link}`),
  ];
}
