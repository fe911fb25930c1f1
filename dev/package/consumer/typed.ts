import fs from 'node:fs';
import { run, sleep, spawn, type Greenlet } from 'greenlets';

interface Manifest {
  name: string;
}

function read(file: string, delay: number): string {
  'use greenlet';
  sleep(delay);
  console.log(delay);
  const { name } = JSON.parse(fs.readFileSync(file, 'utf8')) as Manifest;
  return `${name} ${delay}`;
}

function main(delays: readonly number[]): string {
  'use greenlet';
  const tasks: Greenlet<string>[] = delays.map((delay) => spawn(read, 'package.json', delay));
  return tasks.map((task) => task.get()).join();
}

console.log(await run(main, [400, 200, 0]));
