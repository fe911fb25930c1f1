'use greenlet';

import fs from 'node:fs';
import { sleep, spawn } from 'greenlets';

function read(file, delay) {
  sleep(delay);
  console.log(delay);
  const { name } = JSON.parse(fs.readFileSync(file, 'utf8'));
  return `${name} ${delay}`;
}

const tasks = [400, 200, 0].map((delay) => spawn(read, 'package.json', delay));
console.log(tasks.map((task) => task.get()).join());
