import { load } from 'cheerio/slim';

const LINKS = 'a[href], area[href], link[href], img[src], script[src], iframe[src]';

/**
 * The addresses that a page refers to, each once: absolute, without fragments, http and https only.
 *
 * @param html the page
 * @param address where the page was read, for relative links
 */
export function extractLinks(html: string, address: string): string[] {
  const $ = load(html);
  const base = resolve($('base').attr('href') ?? '', address) ?? address;
  const links = new Set<string>();
  for (const element of $(LINKS).toArray()) {
    const link = resolve(element.attribs.href ?? element.attribs.src ?? '', base);
    if (link !== null) links.add(link);
  }
  return [...links];
}

/** What cannot be understood as an address is returned as it is, since it is a broken link that has to be reported. */
function resolve(reference: string, base: string): string | null {
  if (!URL.canParse(reference, base)) return reference;
  const url = new URL(reference, base);
  url.hash = '';
  return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : null;
}

/** Whether `address` belongs to the site whose origin (such as `https://example.org`) is given. */
export function isOnSite(address: string, origin: string): boolean {
  return URL.canParse(address) && new URL(address).origin === origin;
}
