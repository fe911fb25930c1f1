/** A link that leads nowhere, and the pages it was put on. */
export interface Planted {
  path: string;
  foundOn: string[];
}

const MISSING = [
  '/guide/getting-started.html',
  '/guide/migrating-to-v2.html',
  '/guide/troubleshooting.html',
  '/api/configuration.html',
  '/api/events.html',
  '/api/plugins.html',
  '/examples/basic.html',
  '/examples/advanced.html',
  '/blog/announcing-v2.html',
  '/assets/logo.svg',
  '/team.html',
  '/changelog/archive.html',
];

/** Puts a dozen broken links on pages of the site, every third of them on two pages. Says which ones, and where. */
export function plantBrokenLinks(pages: Map<string, string>): Planted[] {
  const paths = [...pages.keys()];
  const step = Math.max(1, Math.floor(paths.length / MISSING.length));
  return MISSING.map((path, i) => {
    const first = (i * step) % paths.length;
    const foundOn = paths.slice(first, first + (i % 3 === 0 ? 2 : 1));
    for (const page of foundOn) appendLink(pages, page, path);
    return { path, foundOn };
  });
}

function appendLink(pages: Map<string, string>, page: string, path: string): void {
  const link = path.endsWith('.svg') ? `<img src="${path}" alt="">` : `<a href="${path}">See also</a>`;
  pages.set(page, (pages.get(page) ?? '').replace('</body>', `<p>${link}</p>\n</body>`));
}
