/**
 * Two greenlets wait at the same time, in code that reads as if each had the process to itself.
 *
 *     npx greenlets run examples/hello.ts
 */
import { joinAll, run, sleep, spawn } from 'greenlets';

function greet(name: string, delay: number): void {
  'use greenlet';
  sleep(delay);
  console.log(`Hello, ${name}!`);
}

function main(): void {
  'use greenlet';
  joinAll([spawn(greet, 'patience', 100), spawn(greet, 'world', 50)]);
}

await run(main);
