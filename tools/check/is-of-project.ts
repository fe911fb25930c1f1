import type { ts } from 'ts-morph';

/**
 * Whether a file is one of those that are compiled: no declarations, and nothing of packages, but for those that are linked from elsewhere, as
 * in a workspace.
 */
export function isOfProject(file: ts.SourceFile): boolean {
  return !file.isDeclarationFile && !file.fileName.includes('/node_modules/') && !file.fileName.endsWith('.json');
}
