import { shownName } from '../../../runtime/core/names/shown-name.ts';
import { groupWaits, type WaitGroup } from './groups.ts';
import { STYLE } from './html-style.ts';
import { neverWaits, verdict, type ProfileReport } from './report.ts';
import { counted, duration, factor, lineText, markText, place, shortPath } from './units.ts';

const MOST_ROWS = 50;

/** A page that needs nothing else: it can be sent to somebody, and opened without a network. */
export function profilePage(report: ProfileReport): string {
  const title = `Profile of ${shortPath(report.program)}`;
  const sections = [
    times(report),
    prediction(report),
    waits(report),
    freezes(report),
    computing(report),
    marks(report),
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${escape(title)}</h1>
<p class="verdict">${escape(verdict(report))}</p>
${sections.filter((section) => section !== '').join('\n')}
</body>
</html>
`;
}

/** A part of a whole, for a bar: its class, its name, and how long it is. */
type Part = readonly [kind: string, name: string, ms: number];

function times({ profile, isPlain }: ProfileReport): string {
  const { elapsed, running, frozen, idle, greenlets, mostGreenlets, slices, longestSlice } = profile;
  const parts: readonly Part[] = [
    ['running', 'greenlets ran', running],
    ['frozen', 'held up by calls outside greenlets', frozen],
    ['other', 'other code, loading, and Node itself', Math.max(0, elapsed - running - frozen - idle)],
    ['idle', 'all greenlets waited', idle],
  ];
  const shown = parts.filter(([, , ms]) => ms > 0);
  const bar = shown.map(([kind, , ms]) => `<i class="${kind}" style="width:${percent(ms, elapsed)}"></i>`).join('');
  const legend = shown
    .map(([kind, name, ms]) => `<li><i class="${kind}"></i>${name}: <b>${duration(ms)}</b></li>`)
    .join('');
  const counts =
    greenlets === 0
      ? 'It had no greenlets.'
      : `${counted(greenlets, 'greenlet')}, ${mostGreenlets.toLocaleString('en')} of them at the same time; ${counted(slices, 'slice')}, the longest of ${duration(longestSlice)}.`;
  const plain = isPlain ? ' Nothing in it is marked, so all of its functions were taken as marked.' : '';
  return section(
    `It took ${duration(elapsed)}`,
    `<div class="bar">${bar}</div><ul class="legend">${legend}</ul><p>${counts}${plain}</p>`,
  );
}

function prediction(report: ProfileReport): string {
  if (neverWaits(report)) return '';
  const { elapsed, predictions } = report.profile;
  const row = (name: string, ms: number): string =>
    `<tr><td>${name}</td><td class="wide"><i class="meter" style="width:${percent(ms, elapsed)}"></i></td><td class="number">${duration(ms)}</td><td class="number">${factor(elapsed, ms)}</td></tr>`;
  const rows = predictions.map(({ greenlets, elapsed: ms }) => row(`${String(greenlets)} greenlets`, ms));
  return section(
    'What it would take at best',
    `<p>With so many greenlets in each place that waits. What computes stays as it is.</p><table>${row('as it is', elapsed)}${rows.join('')}</table>`,
  );
}

function waits({ profile }: ProfileReport): string {
  const groups = groupWaits(profile.waits);
  const longest = groups[0]?.blocked ?? 0;
  const head =
    '<tr><th>waits</th><th></th><th>in all</th><th>times</th><th>longest</th><th title="For how long no greenlet ran meanwhile">alone</th></tr>';
  const rows = groups.slice(0, MOST_ROWS).map((group) => waitRow(group, longest));
  return section(
    'Where it waits',
    rows.length === 0 ? '<p>Nowhere in greenlets.</p>' : `<table>${head}${rows.join('')}</table>`,
  );
}

function waitRow({ call, kind, place: at, count, blocked, longest, idle, sites }: WaitGroup, most: number): string {
  const stacks = sites.map(
    ({ stack, count: times, blocked: ms }) =>
      `<pre>${escape([`${duration(ms)} in ${counted(times, 'wait')}`, ...stack.map(lineText)].join('\n  '))}</pre>`,
  );
  const where = at === null ? '' : lineText(at);
  const note = kind === 'greenlets' ? ' <small>for other greenlets</small>' : '';
  return `<tr><td><details><summary><code>${escape(call)}</code>${note} <span>${escape(where)}</span></summary>${stacks.join('')}</details></td>${meter(blocked, most, kind)}${numbers(blocked, count, longest)}<td class="number">${kind === 'greenlets' ? '' : duration(idle)}</td></tr>`;
}

function freezes({ profile }: ProfileReport): string {
  const rows = profile.freezes.slice(0, MOST_ROWS).map(({ call, stack, count, blocked, longest }) => {
    const [at] = stack;
    const where = at === undefined ? '' : lineText(at);
    const calls = `<pre>${escape(stack.map(lineText).join('\n'))}</pre>`;
    return `<tr><td><details><summary><code>${escape(call)}</code> <span>${escape(where)}</span></summary>${calls}</details></td>${meter(blocked, profile.freezes[0]?.blocked ?? 0, 'frozen')}${numbers(blocked, count, longest)}</tr>`;
  });
  if (rows.length === 0) return '';
  const head = '<tr><th>call</th><th></th><th>in all</th><th>times</th><th>longest</th></tr>';
  return section(
    'What held up the whole process',
    `<p>These calls were made outside greenlets.</p><table>${head}${rows.join('')}</table>`,
  );
}

function computing({ cpu: { total, outside, garbageCollection, functions } }: ProfileReport): string {
  const most = functions[0]?.ms ?? 0;
  const rows = functions.slice(0, MOST_ROWS).map(({ functionName, ms, ...at }) => {
    return `<tr><td><code>${escape(shownName(functionName))}</code> <span>${escape(place(at))}</span></td>${meter(ms, most, 'running')}<td class="number">${duration(ms)}</td></tr>`;
  });
  const parts = `${duration(total)} in all, of that ${duration(outside)} to load it and in Node itself, ${duration(garbageCollection)} to collect garbage.`;
  return section('Where it computes, loading included', `<p>${parts}</p><table>${rows.join('')}</table>`);
}

function marks({ marks: { idle, waiting }, isPlain }: ProfileReport): string {
  const list = (items: readonly string[]): string =>
    `<ul>${items.map((item) => `<li><code>${escape(item)}</code></li>`).join('')}</ul>`;
  if (isPlain) {
    if (waiting.length === 0) return '';
    return section(
      'What to mark',
      `<p>These functions waited.</p>${list(waiting.map((line) => lineText(line).replace(/^at /, '')))}`,
    );
  }
  if (idle.length === 0) return '';
  const items = idle.map(markText);
  return section('Marks where nothing waited in this run', list(items));
}

function section(title: string, content: string): string {
  return `<section><h2>${escape(title)}</h2>${content}</section>`;
}

function meter(ms: number, most: number, kind: string): string {
  return `<td class="wide"><i class="meter ${kind}" style="width:${percent(ms, most)}"></i></td>`;
}

function numbers(blocked: number, count: number, longest: number): string {
  return [duration(blocked), count.toLocaleString('en'), duration(longest)]
    .map((text) => `<td class="number">${text}</td>`)
    .join('');
}

function percent(part: number, whole: number): string {
  return `${((whole > 0 ? Math.min(1, part / whole) : 0) * 100).toFixed(1)}%`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escape(text: string): string {
  return text.replaceAll(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
