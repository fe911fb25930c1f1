import { relative } from 'node:path';
import type { Finding, Place } from '../finding.ts';
import { frame } from './frame.ts';
import type { Texts } from './texts.ts';
import { counted, firstLine, type Summary } from './summary.ts';

/** What people read. */
export function asText(summary: Summary, findings: readonly Finding[], texts: Texts): string {
  const blocks = findings.map((finding) => describe(finding, texts));
  return [firstLine(summary), ...blocks, ...lastLine(summary, findings)].join('\n\n');
}

function describe(finding: Finding, texts: Texts): string {
  const { code, level, message, start, end, chain } = finding;
  const lines = [`${placeText(finding, texts)} ${level} ${code}: ${message}`];
  lines.push(indented(frame(texts.linesOf(finding.filename), start, end)));
  if (chain.length > 1) {
    lines.push('  the calls:', ...chain.map((link) => `    ${link.text} (${placeText(link, texts)})`));
  }
  return lines.join('\n');
}

function lastLine({ errors, warnings, notes }: Summary, findings: readonly Finding[]): string[] {
  if (findings.length === 0) return [];
  const fixable = findings.filter(({ edits }) => edits.length > 0).length;
  const advice = fixable === 0 ? '' : `; ${fixable} can be corrected by --fix`;
  return [`${counted(errors, 'error')}, ${counted(warnings, 'warning')}, ${counted(notes, 'note')}${advice}`];
}

function placeText(place: Place, texts: Texts): string {
  const { line, column } = texts.linesOf(place.filename).positionOf(place.start);
  return `${relative('', place.filename)}:${line}:${column}`;
}

function indented(text: string): string {
  return text.replace(/^/gm, '  ');
}
