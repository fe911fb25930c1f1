import { Queue, run, wait, type Pool } from 'greenlets';
import { getCurrent, Greenlet } from 'greenlets/core';
import { readFileSync } from 'greenlets/node/fs';
import { setTimeout } from 'greenlets/node/timers-promises';
import esbuild from 'greenlets/esbuild';
import farm from 'greenlets/farm';
import jest from 'greenlets/jest';
import plugin from 'greenlets/plugin';
import rolldown from 'greenlets/rolldown';
import rollup from 'greenlets/rollup';
import rspack from 'greenlets/rspack';
import vite from 'greenlets/vite';
import webpack from 'greenlets/webpack';
import { typesOf } from 'greenlets/types';
import { fetch } from 'greenlets/web/fetch';

export const plugins: unknown[] = [plugin, typesOf];
export const named: { name: string }[] = [esbuild({ mark: 'all' }), farm(), rolldown(), rollup(), ...vite()];
export const applied: { apply: (compiler: object) => void }[] = [rspack(), webpack({ include: [] })];
export const transformer: object = jest.createTransformer({ transformer: 'ts-jest' });
export const response: Response = fetch('https://example.org');
// @ts-expect-error -- there is no such option
vite({ marks: 'all' });
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
