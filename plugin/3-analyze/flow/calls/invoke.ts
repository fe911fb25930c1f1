import type { FunctionInfo } from '../../model.ts';
import { callBuiltin } from './builtin-functions.ts';
import type { Heap } from '../heap/heap.ts';
import { callUnknown, escapeArguments, type Site } from './site.ts';
import type { Value } from '../heap/value.ts';

/** Calls what a place holds. */
export function invoke(heap: Heap, callee: Value, self: Value | null, site: Site): void {
  if (callee.kind === 'unknown') callUnknown(heap, site, self);
  else if (callee.kind === 'builtin' && heap.trust.isLost) callUnknown(heap, site, self);
  else if (callee.kind === 'builtin') {
    heap.trust.whenLost(() => callUnknown(heap, site, self));
    callBuiltin(heap, site, callee);
  } else if (callee.kind === 'function' && callee.info !== null) call(heap, callee.info, self, site);
}

/** Calls a function of the program. */
export function call(heap: Heap, info: FunctionInfo, self: Value | null, site: Site): void {
  const activation = heap.activation(info);
  activation.self.add(self ?? heap.unknown);
  if (site.callees.has(info)) return;
  site.callees.add(info);
  pass(heap, info, site);
  if (info.async || info.generator) site.result.add(heap.unknown);
  else activation.returns.flowTo(site.result);
}

function pass(heap: Heap, info: FunctionInfo, site: Site): void {
  const { args, spread } = site;
  const activation = heap.activation(info);
  activation.called = true;
  if (info.usesArguments) passAsArguments(heap, info, site);
  activation.params.forEach((param, index) => {
    args[index]?.flowTo(param);
    spread?.flowTo(param);
  });
  const { rest } = activation;
  if (rest !== null) for (const arg of args.slice(activation.params.length)) arg.flowTo(rest.elements);
  if (rest !== null) spread?.flowTo(rest.elements);
}

/** Through `arguments`, a function gets at what it was given without naming it, and changes parameters. */
function passAsArguments(heap: Heap, info: FunctionInfo, site: Site): void {
  escapeArguments(heap, site);
  for (const param of heap.activation(info).params) param.add(heap.unknown);
}
