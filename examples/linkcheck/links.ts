import { Parser } from 'htmlparser2';

/** The elements that refer to something, and the attributes that say to what. */
const REFERENCES: Record<string, string | undefined> = {
  a: 'href',
  area: 'href',
  iframe: 'src',
  img: 'src',
  link: 'href',
  script: 'src',
};

/**
 * The addresses that a page refers to, each once: absolute, without fragments, http and https only.
 *
 * @param html the page
 * @param address where the page was read, for relative links
 */
export function extractLinks(html: string, address: string): string[] {
  const links = new Set<string>();
  let base = address;
  const parser = new Parser({
    onopentag(name, attributes) {
      if (name === 'base') base = resolve(attributes.href ?? '', address) ?? address;
      const reference = attributes[REFERENCES[name] ?? ''];
      const link = reference === undefined ? null : resolve(reference, base);
      if (link !== null) links.add(link);
    },
  });
  parser.end(html);
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
