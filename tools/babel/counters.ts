import { types as t, type NodePath, type PluginObj } from '@babel/core';
import programVisitor from 'istanbul-lib-instrument/src/visitor.js';
import type { CoverageData } from './coverage-data.ts';

/** Comments for V8's coverage mean the same as those for istanbul. */
const HINT = /^\s*(?:[cv]8|node:coverage)(?=\s+ignore\s+(?:if|else|next|file)\b)/;

/**
 * Puts istanbul's counters into a program, but not the function that holds them. All statements of the program are such that V8's coverage ignores
 * them: what becomes of the counters counts.
 */
export function counters(filename: string, onCounted: (data: CoverageData) => void): PluginObj {
  const visitor = programVisitor(t, filename, {});
  return {
    name: 'counters',
    visitor: {
      Program: {
        enter(path, { file }) {
          for (const comment of file.ast.comments ?? []) comment.value = comment.value.replace(HINT, ' istanbul');
          visitor.enter(path);
          path.scope.crawl();
        },
        exit(path: NodePath<t.Program>) {
          const { body } = path.node;
          const before = body.length;
          const result = visitor.exit(path);
          if (result === undefined || body.length === before) return;
          body.splice(0, body.length - before);
          for (const statement of body) ignore(statement);
          onCounted(result.fileCoverage as CoverageData);
        },
      },
    },
  };
}

/** Only what stands directly before a statement counts as a hint. */
function ignore(statement: t.Node): void {
  statement.leadingComments = [
    ...(statement.leadingComments ?? []),
    { type: 'CommentBlock', value: ' v8 ignore next ' },
  ];
}
