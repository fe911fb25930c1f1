import { relative } from 'node:path';
import type { Finding, Place } from '../finding.ts';
import type { Summary } from './summary.ts';
import type { Texts } from './texts.ts';

/** What programs read: paths are relative to the working directory, lines and columns count from 1. */
export function asJson(summary: Summary, findings: readonly Finding[], texts: Texts): string {
  const entries = findings.map(({ code, level, message, chain, edits, ...place }) => ({
    code,
    level,
    message,
    ...positionsOf(place, texts),
    chain: chain.map(({ text, ...link }) => ({ text, ...positionsOf(link, texts) })),
    fixable: edits.length > 0,
  }));
  return JSON.stringify({ summary, findings: entries }, null, 2);
}

export function positionsOf({ filename, start, end }: Place, texts: Texts): Record<string, string | number> {
  const lines = texts.linesOf(filename);
  const from = lines.positionOf(start);
  const to = lines.positionOf(end);
  const file = relative('', filename).replaceAll('\\', '/');
  return { file, line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
}
