import { constructParent } from '../../contract/classes/construct-parent.ts';
import type { StackFrame } from './deep-stack.ts';

/**
 * What has been entered at the border, and who has called it: the frames outside of it, innermost first. `enter` stands at `at`, and the first
 * activation of what was entered outside of that.
 */
export function aroundBorder(frames: readonly StackFrame[], at: number): readonly StackFrame[] {
  const entered = frames[at - 1];
  if (at === -1 || entered === undefined) return [];
  const outside = frames.slice(at + 2);
  const [constructor] = outside;
  if (constructor === undefined || !isBodyOf(entered, constructor)) return [entered, ...outside];
  return [inName(entered, constructor), ...outside.slice(constructors(outside))];
}

/** Whether it is the arrow to which the body of the constructor has moved: it has the name of that, or one made of it, or none if that is no name. */
function isBodyOf({ name, file }: StackFrame, constructor: StackFrame): boolean {
  if (!constructor.text.startsWith('new ') || constructor.file !== file) return false;
  if (name === null) return !/^(?!default$)[\w$]+$/.test(constructor.name ?? '');
  return name === constructor.name || /^(.*)_\d+$/.exec(name)?.[1] === constructor.name;
}

/** How many frames belong to the constructor, and to those of derived classes that have none of their own: they call it by an arrow. */
function constructors(outside: readonly StackFrame[]): number {
  let count = 1;
  while (outside[count + 1]?.name === constructParent.name) count += 3;
  return count;
}

function inName({ text, ...rest }: StackFrame, constructor: StackFrame): StackFrame {
  const [name] = constructor.text.split(' (');
  return { ...rest, text: `${name ?? ''}${text.slice(text.indexOf(' ('))}` };
}
