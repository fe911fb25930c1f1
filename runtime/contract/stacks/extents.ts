import { captureSite } from './engine.ts';
import { framesOf, positionOf, type SourcePosition } from './lines/lines.ts';
import { stacks } from './state.ts';

/**
 * What a module of the library has at its beginning and at its end, in the build for bundlers: functions that call what they are
 * given. They tell from where to where the module goes in the file that a bundler has put it into.
 */
export type Ends = readonly [start: Caller, end: Caller];

type Caller = (look: () => void) => void;

/** From where to where a module goes. */
interface Extent {
  readonly start: SourcePosition;
  readonly end: SourcePosition;
}

/** Where the modules of the library are, in the words of whoever formats stacks now; none where they have files of their own. */
export function extentsOfModules(): readonly Extent[] {
  return (stacks.modules ?? []).flatMap(([first, last]) => {
    const start = placeOf(first);
    const end = placeOf(last);
    return start === undefined || end === undefined ? [] : { start, end };
  });
}

function placeOf(call: Caller): SourcePosition | undefined {
  let line: string | undefined;
  call(function look() {
    const site = captureSite(look, 1);
    if (site !== null) [line] = framesOf(site);
  });
  return line === undefined ? undefined : positionOf(line);
}

/** Whether a line of a stack is of a function that one of the modules has. */
export function isWithin(extents: readonly Extent[], line: string): boolean {
  const place = extents.length === 0 ? undefined : positionOf(line);
  if (place === undefined) return false;
  return extents.some(
    ({ start, end }) => start.file === place.file && !isBefore(place, start) && !isBefore(end, place),
  );
}

function isBefore(place: SourcePosition, other: SourcePosition): boolean {
  return place.line === other.line ? place.column < other.column : place.line < other.line;
}
