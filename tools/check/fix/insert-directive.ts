import type { Edit } from '../finding.ts';
import { directiveIn, styleOf } from './style.ts';

/**
 * Puts a directive first in a body.
 *
 * @param brace where the body begins
 */
export function insertDirective(text: string, brace: number, value?: string): Edit {
  const style = styleOf(text);
  const directive = directiveIn(style, value);
  const start = brace + 1;
  const [, sameLine = ''] = /^([ \t]*)/.exec(text.slice(start)) ?? [];
  const rest = text.slice(start + sameLine.length);
  // `{ return f(); }` stays on its line.
  if (!/^(?:\r?\n|\/\/|$)/.test(rest)) {
    const isEmpty = rest.startsWith('}');
    const separator = style.semicolon === '' && !isEmpty ? ';' : '';
    return { start, end: start, text: ` ${directive}${separator}${isEmpty && sameLine === '' ? ' ' : ''}` };
  }
  const [comment = ''] = /^[^\r\n]*/.exec(text.slice(start)) ?? [];
  const at = start + comment.length;
  return { start: at, end: at, text: `${style.newline}${indentationAfter(text, at, brace)}${directive}` };
}

/** The indentation of the first statement; of an empty body, that of its own line and some more. */
function indentationAfter(text: string, at: number, brace: number): string {
  const [, first = null, token = ''] = /^(?:\s*\n)?([ \t]*)(\S?)/.exec(text.slice(at)) ?? [];
  if (first !== null && token !== '' && token !== '}') return first;
  const line = text.lastIndexOf('\n', brace - 1) + 1;
  const [outer = ''] = /^[ \t]*/.exec(text.slice(line)) ?? [];
  return `${outer}${text.includes('\n\t') ? '\t' : '  '}`;
}

/** Puts a tag before what begins at a place. */
export function insertTag(start: number): Edit {
  return { start, end: start, text: '/** @greenlet */ ' };
}

/** Puts a directive first in a file: before imports, and after what has to come first. */
export function insertAtTop(text: string, value?: string): Edit {
  const style = styleOf(text);
  const [hashbang = ''] = /^#!.*(?:\r?\n)?/.exec(text) ?? [];
  const start = hashbang.length;
  return { start, end: start, text: `${directiveIn(style, value)}${style.newline}${style.newline}` };
}
