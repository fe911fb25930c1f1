import type { Case, CaseFile, CaseName } from '../types.ts';

const FILES: Record<string, () => Promise<CaseFile>> = {
  'never-blocks': () => import('./never-blocks.ts'),
  'rarely-blocks': () => import('./rarely-blocks.ts'),
  'native-methods': () => import('./native-methods.ts'),
  templates: () => import('./templates.ts'),
  switch: () => import('./switch.ts'),
  'fresh-stacks': () => import('./fresh-stacks.ts'),
  hub: () => import('./hub.ts'),
  'to-and-fro': () => import('./to-and-fro.ts'),
  spawn: () => import('./spawn.ts'),
  memory: () => import('./memory.ts'),
  library: () => import('./library.ts'),
  queues: () => import('./queues.ts'),
  observing: () => import('./observing.ts'),
  'cooperative-modules': () => import('./cooperative-modules.ts'),
  sockets: () => import('./sockets.ts'),
  server: () => import('./server.ts'),
  'foreign-servers': () => import('./foreign-servers.ts'),
  languages: () => import('./languages.ts'),
  compiler: () => import('./compiler.ts'),
  scale: () => import('./scale.ts'),
};

/** Every case whose file or name contains one of the `filters`; all of them if there are none. */
export async function listCases(filters: readonly string[]): Promise<CaseName[]> {
  const found: CaseName[] = [];
  for (const [file, importFile] of Object.entries(FILES)) {
    const { names } = await importFile();
    for (const name of names)
      if (filters.length === 0 || filters.some(isIn(`${file} ${name}`))) found.push({ file, name });
  }
  return found;
}

const isIn = (text: string) => (word: string) => text.includes(word);

/** @throws {TypeError} if there is no such file of cases */
export async function prepareCase({ file, name }: CaseName, quick: boolean): Promise<Case> {
  const importFile = FILES[file];
  if (importFile === undefined) throw new TypeError(`there are no cases of the kind ${file}`);
  return (await importFile()).prepare(name, quick);
}
