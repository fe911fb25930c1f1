import type { Lines } from './position.ts';

const LINES_AROUND = 1;

/** A piece of source with its line numbers, and a place in it underlined. */
export function frame(lines: Lines, start: number, end: number): string {
  const from = lines.positionOf(start);
  const to = lines.positionOf(end);
  const width = String(from.line + LINES_AROUND).length;
  const rows: string[] = [];
  for (let number = from.line - LINES_AROUND; number <= from.line + LINES_AROUND; number++) {
    const line = lines.line(number);
    if (line === undefined) continue;
    rows.push(`${number === from.line ? '>' : ' '} ${String(number).padStart(width)} | ${line}`.trimEnd());
    if (number === from.line) rows.push(`  ${' '.repeat(width)} | ${underline(line, from, to)}`);
  }
  return rows.join('\n');
}

type Position = ReturnType<Lines['positionOf']>;

function underline(line: string, from: Position, to: Position): string {
  const end = to.line === from.line ? to.column : line.length + 1;
  const before = line.slice(0, from.column - 1).replace(/[^\t]/g, ' ');
  return before + '^'.repeat(Math.max(1, end - from.column));
}
