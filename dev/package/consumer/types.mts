import { Queue, run, wait, type Pool } from 'greenlets';
import { getCurrent, Greenlet } from 'greenlets/core';
import { readFileSync } from 'greenlets/node/fs';
import { setTimeout } from 'greenlets/node/timers-promises';
import plugin from 'greenlets/plugin';
import { typesOf } from 'greenlets/types';
import { fetch } from 'greenlets/web/fetch';

export const plugins: unknown[] = [plugin, typesOf];
export const size: Promise<number> = run((file: string) => readFileSync(file, 'utf8').length, 'package.json');
export const waited = (promise: Promise<string>): string => wait(promise);
export const text = (): string => fetch('https://example.org').text();
export const child: Greenlet = new Greenlet(() => getCurrent());
export const pause: unknown = setTimeout;
export const all = (pool: Pool, queue: Queue<number>): number => pool.size + queue.get();

// @ts-expect-error -- the argument that `file` stands for is missing
export const wrong = run((file: string) => file);
// @ts-expect-error -- a duration is a number
wait(Promise.resolve(1), 'soon');
