import { ROUTES } from './routes.ts';
import { SUBJECTS, type Subject } from './subjects.ts';

/** One thing that blocks, and how it gets out. */
export interface Step {
  subject: number;
  route: number;
  /** What it is tried in: the function itself, one of its own, a method, a generator, an async function, a callback. */
  place: number;
  /** Whether it is first called where it may block. */
  called: boolean;
}

const PLACES: readonly ((body: string) => string)[] = [
  (body) => `(() => { ${body} })()`,
  (body) => `(function () { 'use strict'; const own = 1; ${body} })()`,
  (body) => `({ m() { ${body} } }).m()`,
  (body) => `new (class { m() { ${body} } })().m()`,
  (body) => `(function* () { ${body} })().next().value`,
  (body) => `[0].map(() => { ${body} })[0]`,
  (body) => `(() => { try { ${body} } finally { suspend(0); } })()`,
  (body) => `(() => { for (const x of [0]) { suspend(x); ${body} } })()`,
];

export const LIMITS = { subject: SUBJECTS.length - 1, route: ROUTES.length - 1, place: PLACES.length - 1 } as const;

/** The marked file of a program, as the source of a function \`main\`. */
export function writeMarked(steps: readonly Step[]): string {
  return `'use strict';\nfunction main() {\n${steps.map(writeStep).join('\n')}\n}`;
}

function writeStep({ subject: index, route, place, called }: Step, number: number): string {
  const subject = SUBJECTS[index] as Subject;
  const named = (text: string): string => text.replaceAll('$', () => String(number));
  // Templates have a dollar sign of their own.
  const taken = (ROUTES[route] as string)
    .replace(/\bF\b/g, () => subject.value)
    .replace(/\bH\b/g, () => subject.holder);
  const body = PLACES[place]?.(`return ${taken.replace(/\$(?!\{)/g, () => String(number))};`) ?? '';
  const lines = [
    named(subject.define),
    called ? `log(${number}, 'direct', ${named(subject.direct)});` : '',
    `try { log(${number}, 'route', ${body}); } catch (error) { log(${number}, 'route', why(error)); } finally { u.undo(); }`,
    `log(${number}, 'after', suspend(${number}), ${named(subject.direct)});`,
  ];
  return lines.filter((line) => line !== '').join('\n');
}
