/**
 * Two greenlets that hand control to each other. Nobody schedules them: `switch` says who runs next.
 *
 *     greenlets run examples/seed.ts
 */
import { getCurrent, Greenlet } from 'greenlets/core';

const main = getCurrent();

function greet(name: string): string {
  'use greenlet';
  console.log(`child: I am given ${name}`);
  const answer = ask(42); // control leaves here, two calls deep...
  console.log('child: I am given', answer); // ...and comes back here
  return 'Hello';
}

function ask(question: number): unknown {
  'use greenlet';
  return main.switch(question);
}

const child = new Greenlet(greet);
console.log('main:  I am given', child.switch('a name'));
console.log(`main:  is the child dead? ${child.dead}`);
console.log('main:  I am given', child.switch('an answer'));
console.log(`main:  is the child dead? ${child.dead}`);
