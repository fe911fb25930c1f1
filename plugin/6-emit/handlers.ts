import { asyncGenerator } from './back-ends/async-generator.ts';
import { generator } from './back-ends/generator.ts';
import { reentrant } from './back-ends/reentrant.ts';
import type { Handlers } from './context/handlers.ts';
import { compileFunctionExpression } from './functions/functions.ts';
import { rewriteOther, rewriters } from './rewrite/rewriters.ts';
import { rewriteAlone } from './rewrite/rewrite-statements.ts';

/** What becomes of each kind of node, in each kind of function. */
export const handlers: Handlers = {
  reentrant,
  generator,
  asyncGenerator,
  rewriters,
  rewriteOther,
  rewriteStatement: rewriteAlone,
  functionExpression: compileFunctionExpression,
};
