import type * as babel from '@babel/core';
import type { CompileRequest } from './compile.ts';

type Part = Pick<CompileRequest, 'filename' | 'from' | 'to' | 'options'>;

/**
 * Whether the top level of a file is taken as marked. An ES module that waits there is asynchronous, which `require` refuses: only the entry is
 * certain not to be required. The top level of CommonJS cannot wait; but what it calls there is that of the cooperative modules.
 */
export function marksTopLevel({ filename, from, to, options: { topLevelsOf } }: Part): boolean {
  if (topLevelsOf === undefined || from !== to) return false;
  return from === 'commonjs' || filename === topLevelsOf;
}

/** A plugin that marks the whole file, as if it began with the directive. */
export const topLevelMark: babel.PluginObj = {
  name: 'mark-top-level',
  visitor: {
    Program({ node }) {
      node.directives.unshift({
        type: 'Directive',
        value: { type: 'DirectiveLiteral', value: 'use greenlet' },
      } as never);
    },
  },
};
