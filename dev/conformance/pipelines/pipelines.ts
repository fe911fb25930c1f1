import type { PluginItem } from '@babel/core';
import ts from 'typescript';
import { asScript, babel, esbuild, greenlets, terser, TYPESCRIPT, typeScript, type Stage } from './stages.ts';

/** Syntax beyond JavaScript and TypeScript's types; there are programs for each. */
export type Syntax = 'decorators' | 'legacy-decorators' | 'jsx';

/** A build in which our plugin takes part. */
export interface Pipeline {
  name: string;
  stages: readonly Stage[];
  /** What it understands beyond the language. */
  syntax?: Syntax;
  /**
   * It rewrites generators, async functions or `await using`: what is in their place cannot be suspended. For Safari before
   * 16.3, those are generators whose parameters have defaults, unless the preset has the option `bugfixes`.
   */
  makesBorders?: boolean;
  /** Programs that never end after this build, without our plugin either. */
  endless?: readonly string[];
}

const TARGETS = ['node 20', 'chrome 60', 'safari 12', 'ie 11'];

const COMMONJS = '@babel/plugin-transform-modules-commonjs';
const REACT: PluginItem = ['@babel/preset-react', { runtime: 'classic', pragma: 'element' }];
const DECORATORS: PluginItem = ['@babel/plugin-proposal-decorators', { version: '2023-11' }];
const LEGACY_DECORATORS: PluginItem = ['@babel/plugin-proposal-decorators', { version: 'legacy' }];
const COVERAGE: PluginItem = ['istanbul', { include: ['**'], exclude: [], excludeNodeModules: false }];

// eslint-disable-next-line @typescript-eslint/no-deprecated -- projects still have it
const { ES2022, ES2017, ES2015, ES5 } = ts.ScriptTarget;
const untyped = babel({ presets: [TYPESCRIPT] });

function env(targets: string, modules: 'commonjs' | false = false): PluginItem {
  return ['@babel/preset-env', { targets, modules }];
}

function forTarget(target: string): Pipeline[] {
  const makesBorders = target !== 'node 20';
  const name = `preset-env (${target})`;
  const alone = babel({ presets: [env(target)] });
  const pipelines: Pipeline[] = [
    { name: `with ${name}`, stages: [babel({ presets: [env(target)] }, 'first')] },
    { name: `with ${name} to CommonJS`, stages: [asScript(babel({ presets: [env(target, 'commonjs')] }, 'first'))] },
    { name: `before ${name}`, stages: [greenlets, alone] },
    { name: `after ${name}`, stages: [alone, greenlets], makesBorders: true },
  ];
  return pipelines.map((pipeline) => ({ makesBorders, ...pipeline }));
}

/** Every build that is tried. */
export const PIPELINES: readonly Pipeline[] = [
  { name: 'alone', stages: [greenlets] },
  { name: 'first, with CommonJS', stages: [asScript(babel({ plugins: [COMMONJS] }, 'first'))] },
  { name: 'last, with CommonJS', stages: [asScript(babel({ plugins: [COMMONJS] }, 'last'))] },
  { name: 'after CommonJS', stages: [asScript(babel({ plugins: [COMMONJS] })), greenlets] },
  ...TARGETS.flatMap(forTarget),
  { name: 'with preset-typescript', stages: [babel({ presets: [TYPESCRIPT] }, 'first')] },
  { name: 'with preset-react', stages: [babel({ presets: [REACT] }, 'first')], syntax: 'jsx' },
  { name: 'after preset-react', stages: [babel({ presets: [REACT] }), greenlets], syntax: 'jsx' },
  {
    name: 'with preset-env (chrome 60), -typescript and -react',
    stages: [asScript(babel({ presets: [env('chrome 60', 'commonjs'), TYPESCRIPT, REACT] }, 'first'))],
    syntax: 'jsx',
    makesBorders: true,
  },
  { name: 'with decorators', stages: [babel({ plugins: [DECORATORS] }, 'first')], syntax: 'decorators' },
  { name: 'last, with decorators', stages: [babel({ plugins: [DECORATORS] }, 'last')], syntax: 'decorators' },
  { name: 'after decorators', stages: [babel({ plugins: [DECORATORS] }), greenlets], syntax: 'decorators' },
  {
    name: 'with decorators and preset-env (chrome 60)',
    stages: [babel({ plugins: [DECORATORS], presets: [env('chrome 60')] }, 'first')],
    syntax: 'decorators',
    makesBorders: true,
  },
  {
    name: 'with legacy decorators',
    stages: [babel({ plugins: [LEGACY_DECORATORS] }, 'first')],
    syntax: 'legacy-decorators',
  },
  {
    name: 'with legacy decorators and preset-env (chrome 60)',
    stages: [babel({ plugins: [LEGACY_DECORATORS], presets: [env('chrome 60')] }, 'first')],
    syntax: 'legacy-decorators',
    makesBorders: true,
  },
  {
    name: 'after legacy decorators',
    stages: [babel({ plugins: [LEGACY_DECORATORS] }), greenlets],
    syntax: 'legacy-decorators',
  },
  { name: 'first, with coverage', stages: [babel({ plugins: [COVERAGE] }, 'first')] },
  { name: 'last, with coverage', stages: [babel({ plugins: [COVERAGE] }, 'last')] },
  { name: 'before coverage', stages: [greenlets, babel({ plugins: [COVERAGE] })] },
  { name: 'after coverage', stages: [babel({ plugins: [COVERAGE] }), greenlets] },
  { name: 'after tsc (ES2022)', stages: [typeScript(ES2022), greenlets], makesBorders: true },
  { name: 'after tsc (ES2017)', stages: [typeScript(ES2017), greenlets], makesBorders: true },
  { name: 'after tsc (ES2015)', stages: [typeScript(ES2015), greenlets], makesBorders: true },
  {
    name: 'after tsc (ES5)',
    stages: [typeScript(ES5), greenlets],
    makesBorders: true,
    // ES5 has no dead zone; what should be a ReferenceError becomes a loop over results that are no objects.
    endless: ['fixtures/6-emit/async/async-iterators-that-block'],
  },
  { name: 'after terser', stages: [untyped, terser, greenlets] },
  { name: 'before terser', stages: [greenlets, terser] },
  { name: 'after esbuild', stages: [esbuild, greenlets] },
  { name: 'before esbuild', stages: [greenlets, esbuild] },
];
