import { captureSite, formatter } from './engine.ts';
import { extentsOfModules, isWithin } from './extents.ts';
import { framesOf } from './lines/lines.ts';
import { stacks, type Sample } from './state.ts';

/** The lines of a native stack that are of the program. */
export interface Segment {
  /** Those of the greenlet that was running. */
  readonly above: readonly string[];
  /** Those of whoever ran it. */
  readonly below: readonly string[];
}

/** How the frames of the runtime look that stand between a greenlet's own and whoever runs it. */
interface Marks {
  readonly formatter: unknown;
  /** How many samples and modules there were: modules of the runtime add theirs when they are loaded. */
  readonly samples: number;
  readonly modules: number | undefined;
  readonly base: ReadonlySet<string>;
  /** Those that run an async function up to its first wait. */
  readonly async: ReadonlySet<string>;
  /** Those by which code without a mark calls compiled functions. */
  readonly entrances: ReadonlySet<string>;
  /** Where the copies of the runtime are; nowhere if a bundle has it in the program's own files. */
  readonly folders: ReadonlySet<string>;
  /** Where its modules are in bundles. */
  readonly extents: ReturnType<typeof extentsOfModules>;
}

const DEEP_ENOUGH = 16;
/** What no minifier renames: the native function that calls a sample. */
const END = '    at Array.forEach (<anonymous>)';
/** By whether a stack is being formatted, for which the engine words everything itself. */
const known = new Map<boolean, Marks>();

/**
 * Takes the runtime's own lines out of a native stack.
 *
 * @param isScheduled whether a scheduler ran the greenlet, whose own callers say nothing
 */
export function segmentOf(lines: readonly string[], isScheduled: boolean): Segment {
  const marks = currentMarks();
  const cut = lines.findIndex((line) => marks.base.has(line));
  if (cut < 0) return { above: visible(lines, marks), below: [] };
  return { above: visible(lines.slice(0, cut), marks), below: below(lines.slice(cut), isScheduled, marks) };
}

/** The lines that are of the program. */
export function visibleLines(lines: readonly string[]): readonly string[] {
  return visible(lines, currentMarks());
}

function below(lines: readonly string[], isScheduled: boolean, marks: Marks): readonly string[] {
  const async = lines.findIndex((line) => marks.async.has(line));
  // Below come `startAsync`, and the function whose body is on the stack already.
  if (async >= 0) {
    const rest = lines.slice(async);
    return segmentOf(rest.slice(rest.findIndex((line) => !marks.async.has(line)) + 2), true).above;
  }
  return isScheduled ? [] : visible(lines, marks);
}

function visible(lines: readonly string[], { base, folders, extents, entrances }: Marks): readonly string[] {
  const isHidden = (line: string): boolean =>
    entrances.has(line) ||
    base.has(line) ||
    [...folders].some((folder) => line.includes(folder)) ||
    isWithin(extents, line);
  if (!lines.some(isHidden)) return lines;
  // What `enter` was called by is the function that it calls again.
  return lines.filter((line, at) => !isHidden(line) && !entrances.has(lines[at - 1] ?? ''));
}

/** Drives greenlets of our own, whose functions look at the native stack: that yields the lines as this process words them. */
function currentMarks(): Marks {
  const { formatting } = stacks;
  const before = known.get(formatting);
  if (before !== undefined && isCurrent(before)) return before;
  const base = new Set<string>();
  const async = new Set<string>();
  const entrances = new Set<string>();
  for (const { kind, run } of stacks.samples) {
    const lines = sampleFrames(run);
    // Below are those of the sample itself.
    if (kind === 'entrance') entrances.add(lines[0] ?? '');
    else if (kind === 'bound') for (const line of lines.slice(0, 2)) entrances.add(line);
    else for (const line of lines) (kind === 'async' ? async : base).add(line);
  }
  for (const line of base) async.delete(line);
  const marks = {
    formatter: formatter(),
    samples: stacks.samples.length,
    modules: stacks.modules?.length,
    base,
    async,
    entrances,
    folders: foldersIn([...base]),
    extents: extentsOfModules(),
  };
  known.set(formatting, marks);
  return marks;
}

function isCurrent(marks: Marks): boolean {
  const { samples, modules } = stacks;
  return marks.formatter === formatter() && marks.samples === samples.length && marks.modules === modules?.length;
}

function sampleFrames(run: Sample): readonly string[] {
  let lines: readonly string[] = [];
  [run].forEach((each) => {
    each(function capture() {
      const site = captureSite(capture, DEEP_ENOUGH);
      if (site !== null) lines = framesOf(site);
    });
  });
  const end = lines.findIndex((line) => line === END);
  return lines.slice(0, Math.max(end, 0));
}

/**
 * `.../greenlets/dist/` or, where source maps lead back, `.../greenlets/runtime/` and `.../greenlets/dist/modules/`: with the names of
 * modules, and with those of files.
 */
function foldersIn(lines: readonly string[]): ReadonlySet<string> {
  return new Set(
    lines.flatMap(
      (line) =>
        /([^ (]*[\\/](?:runtime(?=[\\/]core)|dist[\\/]modules(?=[\\/]core[\\/]switching)|dist(?=[\\/]shared-[\w-]+\.[cm]js))[\\/])/.exec(
          line,
        )?.[1] ?? [],
    ),
  );
}
