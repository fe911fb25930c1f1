import {
  decodedMappings,
  encodedMappings,
  TraceMap,
  type DecodedSourceMap,
  type SourceMapSegment,
} from '@jridgewell/trace-mapping';
import type { CoverageData, Position, Range } from '../babel/coverage-data.ts';

interface Output {
  code: string;
  map: object | null;
}

/** A piece of code, and the place in the source that it stands for. */
type Piece = string | { text: string; at: Position };

/** The name of the function in which istanbul looks for its counters. */
const COUNTERS = /\bcov_[\da-z]{1,11}(?=\(\)\.[sfb]\[)/;

/**
 * Lets V8 count what istanbul counts. Counters of istanbul, such as `cov_1x().s[2]++`, get a setter each in which there is a piece of code
 * like the one that is counted. By the source map it is the one in the source, and what counts there is how often V8 has seen it run:
 *
 *     set 2(_) { 0; }
 *
 * Nothing else in the compiled program stands for something that is counted: its statements are `v8 ignore`d.
 */
export function addShadow({ code, map }: Output, data: CoverageData): Output {
  const [name] = COUNTERS.exec(code) ?? [];
  if (name === undefined || map === null) return { code, map };
  const lines = [
    ['function ', name, '() {'],
    [`  return ${name}.all ??= {`],
    ...branches(data),
    ...functions(data),
    ...statements(data),
    ['  };'],
    ['}'],
  ];
  const decoded = map as DecodedSourceMap;
  const mappings = decodedMappings(new TraceMap(decoded)).map((line) => [...line]);
  const own = code.split('\n').length;
  while (mappings.length < own) mappings.push([]);
  const texts = lines.map((pieces) => addLine(pieces, mappings));
  const tracer = new TraceMap({ ...decoded, mappings });
  return { code: [code, ...texts, ''].join('\n'), map: { ...decoded, mappings: encodedMappings(tracer) } };
}

function addLine(pieces: readonly Piece[], mappings: SourceMapSegment[][]): string {
  const segments: SourceMapSegment[] = [];
  let text = '';
  for (const piece of pieces) {
    if (typeof piece === 'string') segments.push([text.length]);
    else segments.push([text.length, 0, (piece.at.line ?? 1) - 1, piece.at.column ?? 0]);
    text += typeof piece === 'string' ? piece : piece.text;
  }
  mappings.push(segments);
  return text;
}

/** A piece of code of several characters. Its last one stands for the last one in the source. */
function whole(text: string, { start, end }: Range): Piece[] {
  return [{ text: text.slice(0, -1), at: start }, last(text.slice(-1), end)];
}

function last(text: string, { line, column = 0 }: Position): Piece {
  return { text, at: { line, column: Math.max(0, column - 1) } };
}

function statements({ statementMap }: CoverageData): Piece[][] {
  const entries = Object.entries(statementMap);
  return [['  s: {'], ...entries.map(([key, at]) => [`    set ${key}(_) { `, ...whole('0;', at), ' },']), ['  },']];
}

/** The number of calls of a function is counted where it starts. */
function functions({ fnMap }: CoverageData): Piece[][] {
  const entries = Object.entries(fnMap);
  const setters = entries.map(([key, { name, decl, loc }]) => {
    const head = IDENTIFIER.test(name) ? ['function ', ...whole(name, decl)] : whole('function', decl);
    return [`    set ${key}(_) { (`, ...head, '() ', ...whole('{}', loc), ')(); },'];
  });
  return [['  f: {'], ...setters, ['  },']];
}

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]+$/u;

function branches(data: CoverageData): Piece[][] {
  const lines: Piece[][] = [['  b: {']];
  for (const [key, { loc, locations }] of Object.entries(data.branchMap)) {
    const paths = locations.map((at) => (at.start.line === undefined ? loc : at));
    const setters = paths.map((_, index) => `set ${String(index)}(_) { take(${String(index)}); }`).join(', ');
    lines.push([
      `    ${key}: (() => { const take = (path) => { `,
      ...branch(paths, loc, data),
      ` }; return { ${setters} }; })(),`,
    ]);
  }
  return [...lines, ['  },']];
}

/** Code with as many paths. That of a `switch` is a statement, which has to be one that is counted anyway. */
function branch(paths: readonly Range[], loc: Range, { statementMap }: CoverageData): Piece[] {
  const [first = loc, second = loc] = paths;
  if (paths.length === 1) return ['((', { text: 'path = ', at: loc.start }, ...whole('[]', first), ') => {})();'];
  if (paths.length === 2) {
    return [
      'void (',
      { text: 'path === 0 ? ', at: loc.start },
      ...whole('[]', first),
      ' : ',
      ...whole('[]', second),
      ');',
    ];
  }
  const around = Object.values(statementMap).find((at) => contains(at, loc)) ?? loc;
  const cases = paths.flatMap((at, index) => [
    { text: `case ${String(index)}: `, at: at.start },
    'break',
    last(';', at.end),
  ]);
  return [{ text: 'switch ', at: around.start }, '(path) { ', ...cases, last('}', around.end)];
}

function contains(outer: Range, inner: Range): boolean {
  return !isBefore(inner.start, outer.start) && !isBefore(outer.end, inner.end);
}

function isBefore(a: Position, b: Position): boolean {
  const [line = 0, other = 0] = [a.line, b.line];
  return line < other || (line === other && (a.column ?? 0) < (b.column ?? 0));
}
