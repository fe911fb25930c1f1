'use greenlet';

import { sleep } from 'greenlets';

export const sum = (tasks, result) => tasks.reduce((total, task) => total + result(task), 0);

export function fail(ms) {
  sleep(ms);
  throw new Error('failed on purpose');
}
