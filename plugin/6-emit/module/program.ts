import { types as t } from '@babel/core';
import type { Clause } from '../../3-analyze/cancellations/clauses.ts';
import type { Analysis } from '../../3-analyze/model.ts';
import { mayDefineToJson } from '../../3-analyze/yield-points/to-json.ts';
import type { ResolvedOptions } from '../../interface/options.ts';
import { assign, member } from '../../syntax/build.ts';
import { declareLateVariables } from '../variables/late-variables.ts';
import { FunctionContext } from '../context/function-context.ts';
import { ProgramContext } from '../context/program-context.ts';
import { rewrite } from '../context/dispatch.ts';
import { handlers } from '../handlers.ts';

/**
 * Rewrites the compiled functions of a program in place.
 *
 * Input: a complete analysis. Output: the program, and which functions of the contract it now uses besides `helpers`.
 */
export function emitProgram(
  program: t.Program,
  analysis: Analysis,
  clauses: ReadonlyMap<t.Node, Clause>,
  helpers: ReadonlyMap<string, string>,
  options: ResolvedOptions,
): ProgramContext {
  const context = new ProgramContext(analysis, options, clauses, handlers);
  if (mayDefineToJson(analysis)) noteToJson(context);
  rewrite(program, new FunctionContext(context, analysis.program, null));
  declareLateVariables(program, context);
  for (const [name, local] of helpers) context.helpers.set(name, local);
  return context;
}

/** Tells `JSON.stringify` to look for a `toJSON` that can suspend: `link.toJson = true`. */
function noteToJson(context: ProgramContext): void {
  context.opening.push(assign(member(context.helper('link'), 'toJson'), t.booleanLiteral(true)));
}
