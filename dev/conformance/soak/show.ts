import type { Body, Plan } from './plan.ts';

/** A plan, to be read. */
export function showPlan({ actors }: Plan): string {
  return actors.map((body, index) => `actor ${index + 1}\n${showBody(body, '  ')}`).join('');
}

function showBody(body: Body, indent: string): string {
  return body
    .map(({ name, on, ms, signal, count, bodies }) => {
      const inner = bodies.map((part) => showBody(part, `${indent}  `)).join(`${indent}and\n`);
      return `${indent}${name} on ${on}, ${ms === null ? 'no limit' : `${ms} ms`}, ${signal === null ? '' : `signal ${signal}, `}${count}\n${inner}`;
    })
    .join('');
}
