import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The JavaScript files under a folder, of those with the same text the first; not those in folders that begin with a dot. */
export function findFiles(folder: string): string[] {
  const seen = new Set<string>();
  return listFiles(folder).filter((file) => {
    const hash = createHash('sha1').update(readFileSync(file)).digest('hex');
    const isNew = !seen.has(hash);
    seen.add(hash);
    return isNew;
  });
}

function listFiles(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name.startsWith('.') ? [] : listFiles(path);
    return entry.isFile() && /\.[cm]?js$/.test(entry.name) ? [path] : [];
  });
}
