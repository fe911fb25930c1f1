import { sleep } from 'greenlets';

export function double(x, ms) {
  'use greenlet';
  sleep(ms);
  return 2 * x;
}
