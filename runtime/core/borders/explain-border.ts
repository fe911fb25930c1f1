import { constructFunction } from '../../contract/cooperative/construct.ts';
import { cameThroughBound, cameThroughProxy } from '../../contract/bound.ts';
import { enter } from '../../contract/enter.ts';
import type { AnyFunction } from '../../contract/frame.ts';
import { link } from '../../contract/link.ts';
import { aroundBorder } from './around.ts';
import { captureDeepStack, type StackFrame } from './deep-stack.ts';
import { rejectionInstead } from './assertions.ts';
import { callbackOf, orInstead } from './alternatives.ts';
import { explainClass } from './classes-in-the-way.ts';
import { implicitCall, isAccessor } from './implicit-calls.ts';
import { explainMissingBuild, explainUncompilable, orOfTheBuild } from './not-compiled.ts';
import { isOfProgram, isOwn, knowsOwn, publicName } from './own-frames.ts';

/** Explains why the blocking `call` (its name, for the message) cannot suspend where `cannotSuspend` was called. */
export function explainBorder(call: string, cannotSuspend: AnyFunction): string {
  return explain(call, captureDeepStack(cannotSuspend));
}

function explain(call: string, frames: readonly StackFrame[]): string {
  const wouldBlock = `${call} would block, but`;
  const at = findBorder(frames);
  const [entered, below] = aroundBorder(frames, at);
  const caller = callerOf(call, frames);
  const uncompilable = explainUncompilable(caller);
  if (uncompilable !== null) return `${wouldBlock} ${uncompilable}`;
  // Marking never helps below an accessor, and neither does a greenlet.
  if (isAccessor(caller)) return `${wouldBlock} it ${calledByAccessor(caller)}`;
  if (isAccessor(below)) return `${wouldBlock} ${entered?.text ?? 'code'} ${calledByAccessor(below)}`;
  const hopeless = calledBack(frames) ?? explainClass(at === -1 ? caller : below);
  if (hopeless !== null) return `${wouldBlock} ${hopeless}`;
  const culprit = isOwn(entered) ? frames.slice(at).find(isOfProgram) : below;
  return `${wouldBlock} ${missingBuild(culprit ?? caller) ?? missingMark(call, frames, at)}`;
}

/** The library has called a function that must not block. */
function calledBack(frames: readonly StackFrame[]): string | null {
  for (const [at, frame] of frames.entries()) {
    if (!isOfProgram(frame)) continue;
    for (let outer = at + 1; isOwn(frames[outer]); outer++) {
      const name = publicName(frames[outer] as StackFrame);
      if (name === 'callTraceHook') return `${frame.text} is the hook of setTrace(): a trace hook must not switch`;
      const role = callbackOf(name);
      if (role !== undefined) return `${frame.text} was called by ${name}(): ${role} must not block`;
    }
  }
  return null;
}

/** What is in the way of the call where code could be marked, or started in a greenlet. */
function missingMark(call: string, frames: readonly StackFrame[], at: number): string {
  const [entered, below, ...outer] = aroundBorder(frames, at);
  const culprit = callerOfLibrary(call, frames, at);
  if (link.current === null || link.current.isMain) return missingGreenlet(call, frames, entered, culprit);
  if (link.border === 0 && !link.scheduled) {
    return 'this greenlet was switched to by code outside any greenlet, which cannot wait: use run() or spawn()';
  }
  if (link.border === 0 || at === -1) {
    return `it was called by ${callerOf(call, frames)?.text ?? 'code'}, which is not compiled: mark it with "use greenlet"${orOfTheBuild()}`;
  }
  if (entered === undefined) return calledBelow(entered, below);
  if (culprit !== undefined) return calledByProgram(call, entered, culprit);
  if (cameThroughBound(entered.name)) return calledBound(entered, below);
  if (cameThroughProxy()) return calledThroughProxy(entered, below);
  return calledForProxy(entered, below, outer) ?? calledInScope(entered, below, outer) ?? calledBelow(entered, below);
}

/** Outside greenlets. `culprit` is the function of the program that has called `entered` if that is one of the library. */
function missingGreenlet(
  call: string,
  frames: readonly StackFrame[],
  entered: StackFrame | undefined,
  culprit: StackFrame | undefined,
): string {
  const start = `no greenlet is running${otherCopies()}: `;
  const iteration = adviceForIteration(frames, entered, culprit);
  if (iteration !== '') return start + iteration;
  const toplevel = adviceForModule(
    culprit === undefined ? framesFrom(call, frames) : frames.slice(frames.indexOf(culprit)),
  );
  if (entered === undefined || culprit === undefined || toplevel !== '') {
    const unmarked = entered === undefined && toplevel === '' ? functionThatCalls(call, frames) : undefined;
    const instead = entered === undefined || culprit === undefined ? '' : orInstead(publicName(entered));
    return `${start}start one with run() or spawn()${adviceFor(frames)}${toplevel}${andMark(unmarked)}${instead}`;
  }
  return (
    `${start}mark ${culprit.text} with "use greenlet" and start it with run() or spawn()${adviceFor(frames)}` +
    orInstead(publicName(entered))
  );
}

function andMark(unmarked: StackFrame | undefined): string {
  return unmarked === undefined ? '' : `, and mark ${unmarked.text} with "use greenlet"`;
}

/**
 * The function of the program that has called one of the library which was entered at the border. In a bundle the library is in the files of the
 * program, and its functions are known by their names, as far as no minifier has changed them.
 */
function callerOfLibrary(call: string, frames: readonly StackFrame[], at: number): StackFrame | undefined {
  const [entered, below] = aroundBorder(frames, at);
  if (isOwn(entered)) return frames.slice(at).find(isOfProgram);
  return !knowsOwn() && entered?.name === functionOf(call) ? below : undefined;
}

/** What to say if the compiler has not seen the code that is in the way; null if it has. */
function missingBuild(unmarked: StackFrame | undefined): string | null {
  if (otherCopies() !== '') return null;
  return explainMissingBuild(link.current?.isMain === false ? link.current.entry : null, unmarked?.text);
}

/** Greenlets of a copy with another contract are not ours. Compiled code and runtime have to be of one version. */
function otherCopies(): string {
  const versions = Object.getOwnPropertySymbols(globalThis).flatMap(
    ({ description = '' }) => /^greenlets:(v\d+):link$/.exec(description)?.[1] ?? [],
  );
  if (versions.length < 2) return '';
  return (
    ` in this copy of the package, and this process has several that do not work together (contracts ` +
    `${versions.sort().join(' and ')}). Install one version of greenlets, and compile everything with it, or else`
  );
}

/** Where a marked function was called from outside, by an emitter for example, it can start a greenlet itself. */
function adviceFor(frames: readonly StackFrame[]): string {
  const outermost = frames.findLastIndex((_, at) => isBorder(frames, at));
  const [entered, caller] = aroundBorder(frames, outermost);
  if (entered === undefined || isOwn(entered)) return '';
  const rejection = rejectionInstead(caller);
  if (rejection !== null) return `, and ${rejection}`;
  const by = caller === undefined || isOwn(caller) ? '' : `, which was called by ${caller.text}`;
  return `, or make ${entered.text}${by}, an async function, or wrap it with inGreenlet()`;
}

/** ES modules, and they alone, can wait at their top level, but only where they say so: `mark: "all"` does not mark it. */
function adviceForModule([caller, below]: readonly StackFrame[]): string {
  if (caller?.name !== null || caller.file === null) return '';
  if (isJest(below)) return ': files cannot wait at their top level in Jest, which runs them as CommonJS';
  if (isTopLevelOfCommonJS(caller, below))
    return ', or call the file .mjs, with "use greenlet" first in it: CommonJS cannot wait at its top level';
  return isTopLevelOfModule(caller, below)
    ? ', or put "use greenlet" first in the file, whose top level may block then'
    : '';
}

/** Node loads it by itself, or for an ES module that imports it. */
function isTopLevelOfCommonJS({ file }: StackFrame, below: StackFrame | undefined): boolean {
  return below?.file?.startsWith('node:internal/modules/') === true && file?.startsWith('file:') !== true;
}

function isJest(frame: StackFrame | undefined): boolean {
  return /[\\/]jest-runtime[\\/]/.test(frame?.file ?? '');
}

function isTopLevelOfModule({ name, file }: StackFrame, below: StackFrame | undefined): boolean {
  const isOutermost = below?.file?.startsWith('node:internal/modules/') ?? true;
  return name === null && isOutermost && file?.startsWith('file:') === true;
}

/** The compiler makes no module wait that does nothing but iterate: hardly anything that is iterated blocks. */
function adviceForIteration(
  frames: readonly StackFrame[],
  entered: StackFrame | undefined,
  culprit: StackFrame | undefined,
): string {
  if (entered === undefined || culprit === undefined || !publicName(entered).endsWith('.next')) return '';
  if (!isTopLevelOfModule(culprit, frames[frames.indexOf(culprit) + 1])) return '';
  const place = culprit.text.slice(culprit.text.indexOf(' (') + 1);
  return (
    `the top level of a module ${place} waits if "use greenlet" stands first in the file, and if it makes a call. ` +
    `An iteration is none: call \`Array.from(values)\` to iterate${orInstead(publicName(entered))}`
  );
}

/** Code that is not compiled has called a function of the library, in a greenlet. */
function calledByProgram(call: string, entered: StackFrame, culprit: StackFrame): string {
  const name = publicName(entered);
  const method = functionOf(call);
  const isIt = method !== undefined && name.split('.').at(-1) === method;
  const what = isIt ? 'it' : `${name}(), which calls it,`;
  // Minifiers change the names of classes.
  const instead = orInstead(isIt ? call.slice(0, -'()'.length) : name);
  return `${what} was called by ${culprit.text}, which is not compiled: mark it with "use greenlet"${orOfTheBuild()}${instead}`;
}

function calledBelow(entered: StackFrame | undefined, below: StackFrame | undefined): string {
  const kind = implicitCall(entered);
  const advice =
    kind === undefined
      ? (rejectionInstead(below) ??
        'mark that code with "use greenlet", or call the blocking function outside the callback')
      : 'write the call out, in code that is marked with "use greenlet", since one by the language cannot be suspended, marked or not; ' +
        'or call the blocking function before';
  return (
    `${entered?.text ?? ''} was called by ${below?.text ?? 'native code'}, which is not compiled code (or calls it ` +
    `implicitly, as ${kind ?? 'a getter, a conversion or an iterator'}) and cannot be suspended: ${advice}`
  );
}

/** `storage.run(...)` lets compiled code wait that calls it. So code that is not compiled has called it, which is what is in the way. */
function calledInScope(
  entered: StackFrame | undefined,
  below: StackFrame | undefined,
  outside: readonly StackFrame[],
): string | null {
  if (below === undefined || !isAsyncScope(below)) return null;
  const culprit = outside.find((frame) => frame.file?.startsWith('node:') === false);
  if (culprit === undefined) return null;
  return (
    `${entered?.text ?? 'code'} was called by way of ${below.text} by ${culprit.text}, which is not compiled and cannot be ` +
    `suspended: compile that code, too (with "use greenlet", or the option \`mark\`), enter the scope in marked code, or call the ` +
    `blocking function outside the callback`
  );
}

/** Whether this is a function of Node that calls another one in a context. */
function isAsyncScope({ name, file }: StackFrame): boolean {
  return /^(?:run|exit|runInAsyncScope)$/.test(name ?? '') && /^node:(?:async_hooks|internal\/async)/.test(file ?? '');
}

function calledBound(entered: StackFrame, below: StackFrame | undefined): string {
  return (
    `${entered.text} was called by ${below?.text ?? 'code'} by way of a bound function, which code that is not compiled has made. ` +
    `Nobody can tell what that calls, so it cannot be suspended: bind the function in code that is marked with "use greenlet", ` +
    `or give the bound function to run() or spawn()`
  );
}

function calledThroughProxy(entered: StackFrame, below: StackFrame | undefined): string {
  const by = below === undefined || isOwn(below) ? '' : ` by ${below.text}`;
  return (
    `${entered.text} was called${by} by way of a proxy. Nobody can tell what that does before and after, so it cannot be ` +
    `suspended: call the function itself, or write a marked function that calls it in the place of the proxy`
  );
}

/** `Reflect.construct` does not announce what it constructs for a proxy, which may run code of anybody's before. */
function calledForProxy(
  entered: StackFrame,
  below: StackFrame | undefined,
  outside: readonly StackFrame[],
): string | null {
  const isConstructed = below?.name === constructFunction.name && isOwn(below);
  return isConstructed ? calledThroughProxy(entered, outside[0]) : null;
}

function calledByAccessor(accessor: StackFrame | undefined): string {
  return (
    `was called by ${accessor?.text ?? 'code'}. Getters and setters cannot be suspended, marked or not, since the language calls ` +
    `them: make it a method, or call the blocking function before`
  );
}

/**
 * Where `enter` is on the stack. Around it, innermost first: the entered function, `enter`, the first activation of
 * the entered function, and then the unmarked frame. -1 if it is not found.
 */
function findBorder(frames: readonly StackFrame[]): number {
  return frames.findIndex((_, at) => isBorder(frames, at));
}

function isBorder(frames: readonly StackFrame[], at: number): boolean {
  const [inner, outer] = [frames[at - 1], frames[at + 1]];
  return (
    frames[at]?.name === enter.name && inner !== undefined && inner.name === outer?.name && inner.file === outer.file
  );
}

/** The frame that called the function which calls itself `call`, such as "Queue.get()". */
function callerOf(call: string, frames: readonly StackFrame[]): StackFrame | undefined {
  return framesFrom(call, frames)[0];
}

/** The same frame, if it is known, and a function and not the top level of a file. Minifiers change the name by which it is found. */
function functionThatCalls(call: string, frames: readonly StackFrame[]): StackFrame | undefined {
  if (!frames.some(({ name }) => name === functionOf(call))) return undefined;
  const [caller, below] = framesFrom(call, frames);
  const isTopLevel = (caller?.name ?? null) === null && below?.file?.startsWith('node:internal/modules/') !== false;
  return isTopLevel || caller === undefined || !isOfProgram(caller) ? undefined : caller;
}

/** The same frame, and those below it. */
function framesFrom(call: string, frames: readonly StackFrame[]): readonly StackFrame[] {
  const name = functionOf(call);
  const at = frames.findIndex((frame) => frame.name === name);
  return frames.slice(at + 1);
}

/** "get" of "Queue.get()" */
function functionOf(call: string): string | undefined {
  return /(\w+)\(\)$/.exec(call)?.[1];
}
