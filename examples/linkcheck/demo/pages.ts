import { dirname, posix, resolve } from 'node:path';
import { load } from 'cheerio/slim';
import { marked } from 'marked';
import type { Document } from './documents.ts';

/** A line of an index page. */
export type Entry = readonly [text: string, path: string];

/** The page of a document. Links to files that are not on the site are taken out, so that none of them is broken. */
export function renderDocument(document: Document, paths: ReadonlyMap<string, string>): string {
  const $ = load(marked.parse(document.markdown, { async: false }));
  for (const element of $('[href], [src]').toArray()) {
    const node = $(element);
    const attribute = node.attr('href') === undefined ? 'src' : 'href';
    const target = moveLink(node.attr(attribute) ?? '', document, paths);
    if (target !== null) node.attr(attribute, target);
    else node.replaceWith(node.contents());
  }
  return renderPage(document.path, `${document.package}: ${posix.basename(document.path, '.html')}`, $.html());
}

/** Where a link of a document leads when the document is on the site; null if nowhere. */
function moveLink(link: string, document: Document, paths: ReadonlyMap<string, string>): string | null {
  if (/^(#|[a-z][a-z\d+.-]*:|\/\/)/i.test(link)) return URL.canParse(link, 'http://localhost/') ? link : null;
  const [file = '', fragment] = link.split('#');
  const path = paths.get(resolve(dirname(document.file), file));
  if (path === undefined) return null;
  return relativeLink(document.path, path) + (fragment === undefined ? '' : `#${fragment}`);
}

/** A page that lists others. */
export function renderIndex(path: string, title: string, entries: readonly Entry[]): string {
  const items = entries.map(([text, target]) => `<li><a href="${relativeLink(path, target)}">${text}</a></li>`);
  return renderPage(path, title, `<ul>\n${items.join('\n')}\n</ul>`);
}

function renderPage(path: string, title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${title}</title></head>
<body>
<nav><a href="${relativeLink(path, '/')}">All packages</a></nav>
<h1>${title}</h1>
${body}
</body>
</html>
`;
}

function relativeLink(from: string, to: string): string {
  const link = posix.relative(from.slice(0, from.lastIndexOf('/') + 1), to);
  return to.endsWith('/') ? `${link || '.'}/` : link;
}
