/** Rendering Markdown with marked. */
import { readFileSync } from 'node:fs';

import { marked } from 'marked';

const text = readFileSync('node_modules/marked/README.md', 'utf8');

export function run() {
  return marked.parse(text).length;
}
