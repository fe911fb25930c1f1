import { statSync, type Stats } from 'node:fs';

/** What the file system says of a version of a file. */
export interface Stamp {
  /** Another one for another file, and for each change: programs can set the time of a change of the content, but not that of the last change of anything. */
  text: string;
  /** When the file was last changed, in ms since 1970. */
  changedAt: number;
}

/** The stamp of a file; null if there is no such file. `stats` is what is known of it. */
export function stampOf(
  path: string,
  stats: Stats | undefined = statSync(path, { throwIfNoEntry: false }),
): Stamp | null {
  if (stats?.isFile() !== true) return null;
  const { dev, ino, size, mtimeMs, ctimeMs } = stats;
  return { text: `${dev} ${ino} ${size} ${mtimeMs} ${ctimeMs}`, changedAt: ctimeMs };
}
