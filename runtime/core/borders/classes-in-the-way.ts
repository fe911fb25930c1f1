import type { StackFrame } from './deep-stack.ts';

/** As V8 calls the functions that evaluate fields and static blocks. */
const INITIALIZER = /^<(?:instance_members|static)_initializer>$/;
/** As compilers call what applies decorators. */
const DECORATING = /^(?:_?applyDec\w*|__decorate\w*|__esDecorate|__runInitializers)$/;

/** What to say if a function is in the way that no mark can make suspendable; null if there is none. */
export function explainClass(frame: StackFrame | undefined): string | null {
  const { name = null, text = '' } = frame ?? {};
  if (name === null) return null;
  if (INITIALIZER.test(name)) {
    const at = text.slice(text.indexOf(' (') + 1);
    return (
      `it was called by the initializer of a field, or by a static element, of a class ${at}. These can be suspended only in marked ` +
      `code, and only if the class has no decorators: call the blocking function before, or set the field in the constructor`
    );
  }
  if (DECORATING.test(name)) {
    return `a decorator, or a function that it has made, called it. Those cannot be suspended: call the blocking function before`;
  }
  return null;
}
