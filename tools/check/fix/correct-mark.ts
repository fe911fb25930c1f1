import type { NearMark } from '../../../plugin/explain/facts.ts';
import type { Edit } from '../finding.ts';
import { insertAtTop, insertDirective } from './insert-directive.ts';

/** Makes a mark of what looks like one; nothing where it takes a human to see what was meant. */
export function correctMark(miss: NearMark, text: string): Edit[] {
  const { start, end, kind, body } = miss;
  const written = text.slice(start, end);
  const value = /\bno\W*green|no\W+use/i.test(written) ? 'use no greenlet' : 'use greenlet';
  if (kind === 'field') return [];
  if (kind === 'comment') return correctComment(miss, written);
  if (kind === 'directive') return [{ start, end, text: written.replace(/(['"]).*\1/, `$1${value}$1`) }];
  const edit = body === 0 ? insertAtTop(text, value) : insertDirective(text, body, value);
  return [edit, removal(start, end, text)];
}

const TAG = '/** @greenlet */';

/** A comment that is the tag, and nothing else. One that is right already stands in the wrong place. */
function correctComment({ start, end }: NearMark, written: string): Edit[] {
  const isTag = /^(?:\/\/|\/\*+)\s*@green-?lets?\s*(?:\*\/)?$/i.test(written);
  return isTag && written !== TAG ? [{ start, end, text: TAG }] : [];
}

/** Removes a statement, and its line if nothing else stands there. */
function removal(start: number, end: number, text: string): Edit {
  const line = text.lastIndexOf('\n', start - 1) + 1;
  const [after = ''] = /^[ \t]*(?:\/\/[^\n]*)?(?:\r?\n|$)/.exec(text.slice(end)) ?? [];
  const isAlone = text.slice(line, start).trim() === '' && after !== '';
  return isAlone ? { start: line, end: end + after.length, text: '' } : { start, end, text: '' };
}
