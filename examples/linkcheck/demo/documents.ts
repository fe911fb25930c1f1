import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, parse, relative, sep } from 'node:path';

/** A Markdown file of an installed package. */
export interface Document {
  /** The package that it belongs to: `@babel/core`. */
  package: string;
  file: string;
  /** Where the demo site shows it: `/@babel/core/README.html`. */
  path: string;
  markdown: string;
}

// Licenses say nothing, and pages of a book's length would make this a test of the HTML parser.
const BORING = /license|licence/i;
const MIN_LENGTH = 500;
const MAX_LENGTH = 20_000;

/** The first `count` documents in `packages` (a `node_modules` directory), by package and name. */
export function findDocuments(packages: string, count: number): Document[] {
  const documents: Document[] = [];
  for (const name of listPackages(packages)) {
    for (const file of listMarkdown(join(packages, name))) {
      if (documents.length === count) return documents;
      const markdown = readFileSync(file, 'utf8');
      if (markdown.length < MIN_LENGTH || markdown.length > MAX_LENGTH) continue;
      documents.push({ package: name, file, path: pathOf(packages, file), markdown });
    }
  }
  return documents;
}

function listPackages(packages: string): string[] {
  const names = list(packages).flatMap((name) =>
    name.startsWith('@') ? list(join(packages, name)).map((inner) => `${name}/${inner}`) : [name],
  );
  return names.filter((name) => existsSync(join(packages, name, 'package.json')));
}

function listMarkdown(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : listMarkdown(path);
      return /\.md$/i.test(entry.name) && !BORING.test(entry.name) ? [path] : [];
    });
}

function list(directory: string): string[] {
  return readdirSync(directory).sort();
}

function pathOf(packages: string, file: string): string {
  const { dir, name } = parse(relative(packages, file));
  return `/${dir.split(sep).join('/')}/${name}.html`;
}
