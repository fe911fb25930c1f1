import { types as t } from '@babel/core';
import { assign, callOf, equal, id, nil, when } from '../../syntax/build.ts';
import type { FunctionContext } from '../context/function-context.ts';

/** `if (open === null) open = opened(f);` An async generator is only ever resumed natively. */
export function refreshOpen(ctx: FunctionContext): t.Statement[] {
  if (ctx.info.async) return [];
  const open = id(ctx.open);
  const refresh = when(equal(open, nil()), [
    assign(t.cloneNode(open), callOf(ctx.helper('opened'), id(ctx.self as string))),
  ]);
  return [refresh];
}
