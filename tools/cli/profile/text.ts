import { shownName } from '../../../runtime/core/names/shown-name.ts';
import { groupWaits, type WaitGroup } from './groups.ts';
import { neverWaits, verdict, type ProfileReport } from './report.ts';
import { counted, duration, factor, lineText, markText, place, shortPath } from './units.ts';

const MOST_PLACES = 10;
const MOST_LINES = 6;
const MOST_FUNCTIONS = 10;
const MOST_NAMES = 20;
/** Of the time in all. */
const WORTH_TELLING = 0.05;

const KINDS = { outside: '', time: '', greenlets: 'for other greenlets' };

/** What is printed on the terminal. */
export function profileText(report: ProfileReport): string {
  return [summary(report), waits(report), freezes(report), prediction(report), computing(report), marks(report)]
    .filter((section) => section !== '')
    .join('\n\n');
}

function summary({ program, profile, isPlain }: ProfileReport): string {
  const { elapsed, running, idle, frozen, greenlets, mostGreenlets, slices, longestSlice } = profile;
  const took = `${shortPath(program)} took ${duration(elapsed)}`;
  const ofGreenlets = [
    `${took}. Greenlets ran for ${duration(running)}, and for ${duration(idle)} all of them waited.`,
    `${counted(greenlets, 'greenlet')}, ${counted(mostGreenlets, 'of them')} at the same time; ${counted(slices, 'slice')}, the longest of ${duration(longestSlice)}.`.replace(
      / of thems? at/,
      ' of them at',
    ),
  ];
  const lines = greenlets === 0 ? [`${took}. It had no greenlets.`] : ofGreenlets;
  if (frozen > 0) lines.push(`Calls outside greenlets held it up for ${duration(frozen)}.`);
  if (isPlain) lines.push('Nothing in it is marked, so all of its functions were taken as marked.');
  return lines.join('\n');
}

function waits({ profile }: ProfileReport): string {
  const groups = groupWaits(profile.waits);
  if (groups.length === 0) return profile.greenlets === 0 ? '' : 'It never waited in greenlets.';
  const rows = groups.slice(0, MOST_PLACES).map(waitRow);
  const left = groups.length - MOST_PLACES;
  return [
    'Where it waits, and for how long no greenlet ran meanwhile:',
    ...rows,
    ...(left > 0 ? [`  ${counted(left, 'more place')}`] : []),
  ].join('\n');
}

function waitRow({ call, kind, count, blocked, longest, idle, sites }: WaitGroup): string {
  const numbers = `${duration(blocked)} in ${counted(count, 'wait')}, the longest of ${duration(longest)}; ${duration(idle)} alone`;
  const [heaviest, ...others] = sites;
  const stack = heaviest?.stack ?? [];
  const lines = stack.slice(0, MOST_LINES).map((line) => `      ${lineText(line)}`);
  if (others.length > 0) lines.push(`      and from ${counted(others.length, 'other place')}`);
  const what = KINDS[kind] === '' ? call : `${call}, ${KINDS[kind]}`;
  return [`  ${what}: ${kind === 'greenlets' ? numbers.replace(/; [^;]* alone$/, '') : numbers}`, ...lines].join('\n');
}

function freezes({ profile }: ProfileReport): string {
  const rows = profile.freezes.slice(0, MOST_PLACES).map(({ call, count, blocked, longest, stack }) => {
    const lines = stack.slice(0, MOST_LINES).map((line) => `      ${lineText(line)}`);
    return [
      `  ${call}: ${duration(blocked)} in ${counted(count, 'call')}, the longest of ${duration(longest)}`,
      ...lines,
    ].join('\n');
  });
  return rows.length === 0
    ? ''
    : ['What held up the whole process, since it was called outside greenlets:', ...rows].join('\n');
}

function prediction(report: ProfileReport): string {
  if (neverWaits(report)) return verdict(report);
  const { elapsed, predictions } = report.profile;
  const rows = predictions.map(({ greenlets, elapsed: ms }) => {
    return `  ${String(greenlets).padStart(3)} greenlets: ${duration(ms)} (${factor(elapsed, ms)})`;
  });
  return [
    'What it would take at best, with so many greenlets in each place that waits:',
    ...rows,
    verdict(report),
  ].join('\n');
}

function computing({ cpu, profile }: ProfileReport): string {
  const { total, outside, garbageCollection, functions } = cpu;
  const rows = functions.slice(0, MOST_FUNCTIONS).map(({ functionName, ms, ...at }) => {
    return `  ${shownName(functionName)} (${place(at)}): ${duration(ms)}`;
  });
  const longest = profile.runs[0];
  const parts = `${duration(outside)} to load it and in Node itself, ${duration(garbageCollection)} to collect garbage`;
  const lines = [`Where it computes, loading included: ${duration(total)} in all, of that ${parts}`, ...rows];
  if (longest !== undefined && longest.after !== null && longest.ran > profile.elapsed * WORTH_TELLING) {
    const [line] = longest.stack;
    const after = line === undefined ? longest.after : `${longest.after} ${lineText(line)}`;
    lines.push(`Greenlets ran longest after ${after}: ${duration(longest.ran)} in ${counted(longest.count, 'slice')}.`);
  }
  return lines.join('\n');
}

function marks({ marks: { idle, waiting }, isPlain }: ProfileReport): string {
  if (isPlain) {
    if (waiting.length === 0) return '';
    const names = waiting.slice(0, MOST_NAMES).map((line) => `  ${lineText(line).replace(/^at /, '')}`);
    return ['To let others run meanwhile, mark these functions, which waited:', ...names].join('\n');
  }
  if (idle.length === 0) return '';
  const names = idle.slice(0, MOST_NAMES).map((mark) => `  ${markText(mark)}`);
  const left = idle.length - MOST_NAMES;
  return [
    'Marks where nothing waited in this run:',
    ...names,
    ...(left > 0 ? [`  ${counted(left, 'other')}`] : []),
  ].join('\n');
}
