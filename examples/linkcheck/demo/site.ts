import { findDocuments, type Document } from './documents.ts';
import { renderDocument, renderIndex, type Entry } from './pages.ts';
import { plantBrokenLinks, type Planted } from './planted.ts';

/** The built-in web site. */
export interface Site {
  /** HTML by path. */
  pages: Map<string, string>;
  /** The links that a link checker has to find, and no others. */
  planted: Planted[];
}

/**
 * Makes a web site of the documentation that installed packages ship.
 *
 * @param packages a `node_modules` directory
 * @param size how many documents to use; pages that list them come in addition
 */
export function buildSite(packages: string, size: number): Site {
  const documents = findDocuments(packages, size);
  const paths = new Map(documents.map(({ file, path }) => [file, path]));
  const pages = new Map(documents.map((document) => [document.path, renderDocument(document, paths)]));
  addIndexes(pages, documents);
  return { pages, planted: plantBrokenLinks(pages) };
}

/** The start page lists the packages, a package with several documents lists those. */
function addIndexes(pages: Map<string, string>, documents: readonly Document[]): void {
  const home: Entry[] = [];
  for (const [name, own] of groupByPackage(documents)) {
    const entries = own.map(({ path }): Entry => [path.slice(name.length + 2), path]);
    const path = entries.length === 1 ? (entries[0]?.[1] ?? '') : `/${name}/`;
    if (entries.length > 1) pages.set(path, renderIndex(path, name, entries));
    home.push([name, path]);
  }
  pages.set('/', renderIndex('/', 'Documentation of the installed packages', home));
}

function groupByPackage(documents: readonly Document[]): Map<string, Document[]> {
  const groups = new Map<string, Document[]>();
  for (const document of documents) {
    const group = groups.get(document.package);
    if (group === undefined) groups.set(document.package, [document]);
    else group.push(document);
  }
  return groups;
}
