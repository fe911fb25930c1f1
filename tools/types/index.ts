import { Project, type SourceFile } from 'ts-morph';
import type { TypesOfFile, TypeSource } from '../../plugin/index.ts';
import { expected } from '../../runtime/core/errors/expected.ts';
import { builtinTypeOf } from './builtin-type-of.ts';

export type { TypeSource };

/**
 * Asks the type checker of TypeScript, for the option `types` of the plugin. The project is read when the first of its
 * files is compiled. Needs the package `ts-morph`.
 *
 * Types decide only which calls are left as they are. Where a program lies about them, a call that would block is refused
 * with a `SwitchError`, and never goes wrong.
 *
 * @param tsConfigFilePath path of the project's `tsconfig.json`
 * @throws {TypeError} if the path is not a string
 * @returns knows the types in the files of the project; where it is used, it throws if there is no such configuration
 */
export function typesOf(tsConfigFilePath: string): TypeSource {
  if (typeof tsConfigFilePath !== 'string') throw expected('the path of a tsconfig.json', tsConfigFilePath);
  let project: Project | null = null;
  return {
    typesIn(filename, source) {
      project ??= new Project({ tsConfigFilePath });
      const file = upToDate(project.getSourceFile(filename), source);
      return file === null ? null : typesOfFile(file);
    },
  };
}

/** Files change while a build watches them; what another tool has rewritten has other positions. */
function upToDate(file: SourceFile | undefined, source: string): SourceFile | null {
  if (file === undefined) return null;
  if (file.getFullText() !== source) file.refreshFromFileSystemSync();
  return file.getFullText() === source ? file : null;
}

function typesOfFile(file: SourceFile): TypesOfFile {
  return {
    typeAt(start, end) {
      const node = file.getDescendantAtStartWithWidth(start, end - start);
      return node === undefined ? null : builtinTypeOf(node.getType());
    },
  };
}
