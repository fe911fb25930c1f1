/** What the comment at the head of a test says about it. */
export interface Metadata {
  flags: ReadonlySet<string>;
  includes: readonly string[];
  /** The error that the test must end with. */
  negative: Negative | null;
}

export interface Negative {
  phase: 'parse' | 'resolution' | 'runtime';
  type: string;
}

const FRONT_MATTER = /\/\*---([^]*?)---\*\//;

/** Reads the part of YAML that the suite uses: lists in brackets or dashes, and one level of keys. */
export function readMetadata(source: string): Metadata {
  const text = (FRONT_MATTER.exec(source)?.[1] ?? '').replace(/\r\n?/g, '\n');
  return {
    flags: new Set(readList(text, 'flags')),
    includes: readList(text, 'includes'),
    negative: readNegative(text),
  };
}

function readList(text: string, key: string): string[] {
  const inline = new RegExp(`^${key}:\\s*\\[([^\\]]*)\\]`, 'm').exec(text)?.[1];
  if (inline !== undefined)
    return inline
      .split(',')
      .map((item) => item.trim())
      .filter(Boolean);
  const dashes = new RegExp(`^${key}:[ \\t]*\\n((?:[ \\t]*-.*\\n?)+)`, 'm').exec(text)?.[1] ?? '';
  return [...dashes.matchAll(/-[ \t]*(\S+)/g)].map(([, item = '']) => item);
}

function readNegative(text: string): Negative | null {
  const body = /^negative:[ \t]*\n((?:[ \t]+.*\n?)+)/m.exec(text)?.[1];
  if (body === undefined) return null;
  const phase = /phase:\s*(\w+)/.exec(body)?.[1];
  return {
    phase: phase === 'parse' || phase === 'resolution' ? phase : 'runtime',
    type: /type:\s*(\w+)/.exec(body)?.[1] ?? 'Error',
  };
}
