/** How a file is written, as far as what is added to it has to look the same. */
export interface Style {
  readonly quote: string;
  readonly semicolon: string;
  readonly newline: string;
}

export function styleOf(text: string): Style {
  const single = text.match(/'/g)?.length ?? 0;
  const double = text.match(/"/g)?.length ?? 0;
  const lines = text.match(/[^\s{},;(][ \t]*\r?$/gm)?.length ?? 0;
  const ended = text.match(/;[ \t]*\r?$/gm)?.length ?? 0;
  return {
    quote: double > single ? '"' : "'",
    semicolon: lines > 2 * ended && lines > 1 ? '' : ';',
    newline: text.includes('\r\n') ? '\r\n' : '\n',
  };
}

/** The directive, as the file would have it. */
export function directiveIn(style: Style, value = 'use greenlet'): string {
  return `${style.quote}${value}${style.quote}${style.semicolon}`;
}
