import type { Edit } from '../finding.ts';

/** The text with the edits made, each once; of those that overlap, the first. What stands there already is not inserted again. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const sorted = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
  let result = '';
  let at = 0;
  const seen = new Set<string>();
  for (const { start, end, text: replacement } of sorted) {
    const key = `${start}:${end}:${replacement}`;
    if (start < at || seen.has(key)) continue;
    seen.add(key);
    if (start === end && standsAt(start, text, replacement.trim())) continue;
    result += text.slice(at, start) + replacement;
    at = end;
  }
  return result + text.slice(at);
}

function standsAt(at: number, text: string, inserted: string): boolean {
  return text.slice(at).trimStart().startsWith(inserted) || text.slice(0, at).trimEnd().endsWith(inserted);
}
