import { spawn } from 'greenlets';
import { fail, sum } from './whole.js';
import { double } from './work.js';

/** The file, line and column of the innermost frame. */
function positionOf(error) {
  return /[\\/]?([\w.-]+:\d+:\d+)\)?$/m.exec(error.stack)?.[1];
}

async function main() {
  'use greenlet';
  const tasks = [30, 20, 10].map((ms) => spawn(double, ms, ms));
  console.log(
    'total',
    sum(tasks, (task) => task.get()),
  );
  try {
    fail(1);
  } catch (error) {
    console.log('position', positionOf(error));
  }
}

main();
