/**
 * Downloads files, five at a time, without holding any of them in memory.
 *
 *     greenlets run examples/download.ts FOLDER URL...
 */
'use greenlet';

import fs from 'node:fs';
import { basename, join } from 'node:path';
import { fetch } from 'greenlets/web/fetch';
import { Pool } from 'greenlets';

const [folder = '.', ...urls] = process.argv.slice(2);

function download(url: string): string {
  const response = fetch(url);
  if (!response.ok) return `${url}: ${response.status}`;
  const file = fs.openSync(join(folder, basename(new URL(url).pathname)), 'w');
  let size = 0;
  try {
    for (const chunk of response.body as unknown as Iterable<Uint8Array>) size += fs.writeSync(file, chunk);
  } finally {
    fs.closeSync(file);
  }
  return `${url}: ${size} bytes`;
}

for (const line of new Pool(5).imap(download, urls)) console.log(line);
