import type { Case, CaseName } from '../types.ts';

interface CaseFile {
  names: readonly string[];
  prepare(name: string): Case | Promise<Case>;
}

const FILES: Record<string, () => Promise<CaseFile>> = {
  'never-blocks': () => import('./never-blocks.ts'),
  'rarely-blocks': () => import('./rarely-blocks.ts'),
  switch: () => import('./switch.ts'),
  spawn: () => import('./spawn.ts'),
  library: () => import('./library.ts'),
  compiler: () => import('./compiler.ts'),
};

/** Every case whose file or name contains `filter`. */
export async function listCases(filter: string): Promise<CaseName[]> {
  const found: CaseName[] = [];
  for (const [file, importFile] of Object.entries(FILES)) {
    const { names } = await importFile();
    for (const name of names) if (`${file} ${name}`.includes(filter)) found.push({ file, name });
  }
  return found;
}

/** @throws {TypeError} if there is no such file of cases */
export async function prepareCase({ file, name }: CaseName): Promise<Case> {
  const importFile = FILES[file];
  if (importFile === undefined) throw new TypeError(`there are no cases of the kind ${file}`);
  return (await importFile()).prepare(name);
}
