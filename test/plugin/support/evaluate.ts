import { transformSync } from '@babel/core';
import * as core from 'greenlets/core';
import * as internal from 'greenlets/internal';
import * as library from 'greenlets';

const MODULES: Record<string, unknown> = {
  greenlets: library,
  'greenlets/core': core,
  'greenlets/internal': internal,
  'greenlets/node/fs': jest.requireActual('greenlets/node/fs'),
};

function load(name: string): unknown {
  if (!(name in MODULES)) throw new Error(`the program requires "${name}"`);
  return MODULES[name];
}

/** Runs a program in the form of CommonJS; returns what it exports. */
export function evaluate(code: string): unknown {
  const module = { exports: {} };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- to run compiled code is the point
  const program = new Function('require', 'module', 'exports', code) as (...scope: unknown[]) => void;
  program(load, module, module.exports);
  return module.exports;
}

/** Runs an ES module, which may wait at its top level; returns what it exports. */
export async function evaluateModule(code: string): Promise<unknown> {
  const plugins = ['@babel/plugin-transform-modules-commonjs'];
  const module = { exports: {} };
  const run = new AsyncFunction(
    'require',
    'module',
    'exports',
    transformSync(code, { configFile: false, babelrc: false, plugins })?.code ?? '',
  );
  await run(load, module, module.exports);
  return module.exports;
}

const { constructor: AsyncFunction } = Object.getPrototypeOf(async () => Promise.resolve()) as {
  constructor: new (...source: string[]) => (...scope: unknown[]) => Promise<void>;
};
