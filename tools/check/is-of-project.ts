import type { ts } from 'ts-morph';

/** Whether a file is one of those that are compiled: no declarations, and nothing of packages. */
export function isOfProject(file: ts.SourceFile, program: ts.Program): boolean {
  if (file.isDeclarationFile || program.isSourceFileFromExternalLibrary(file)) return false;
  return !file.fileName.includes('/node_modules/') && !file.fileName.endsWith('.json');
}
