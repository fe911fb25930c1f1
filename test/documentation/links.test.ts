import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const root = join(__dirname, '../..');
const { files } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { files: readonly string[] };
const published = new Set([...files, 'README.md', 'LICENSE', 'package.json']);

/** The pages that are published: those of the folders, and those beside them. */
const pages = ['README.md', ...files.flatMap(pagesIn)];

function pagesIn(path: string): string[] {
  if (path === 'dist') return [];
  if (path.endsWith('.md')) return [path];
  const names = readdirSync(join(root, path), { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.md')).map((name) => join(path, name));
}

function read(page: string): string {
  return readFileSync(join(root, page), 'utf8');
}

/** What a page refers to, but for addresses; `<img src="...">` among it. */
function linksIn(page: string): string[] {
  const prose = read(page).replaceAll(/^```[^]*?^```$|`[^`\n]*`/gm, '');
  const links = prose.matchAll(/\]\(([^)\s]+)\)|^\[[^\]]+\]: (\S+)|\b(?:src|href)="([^"]+)"/gm);
  return Array.from(links, (link) => link.slice(1).join('')).filter((link) => !/^[a-z]+:/.test(link));
}

/** What the headings of a page are called in addresses. */
function anchorsIn(page: string): string[] {
  return Array.from(read(page).matchAll(/^#+ (.*)$/gm), ([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

/** What is wrong with a link; empty if nothing is. */
function faultOf(page: string, link: string): string {
  const [file = '', anchor] = link.split('#');
  const target = file === '' ? page : normalize(join(dirname(page), file));
  if (!existsSync(join(root, target))) return 'leads nowhere';
  if (!published.has(target.split('/')[0] ?? '')) return 'leads out of the package';
  if (anchor !== undefined && target.endsWith('.md') && !anchorsIn(target).includes(anchor))
    return 'has no such heading';
  return '';
}

test('there are links', () => {
  expect(pages.length).toBeGreaterThan(20);
  expect(linksIn('README.md').length).toBeGreaterThan(10);
});

test.each(pages)('each link of %s leads to what is published', (page) => {
  const faults = linksIn(page).map((link) => [link, faultOf(page, link)]);
  expect(faults.filter(([, fault]) => fault !== '')).toEqual([]);
});
