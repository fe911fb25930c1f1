import { transformSync, type NodePath, type PluginObj, type types as t } from '@babel/core';
import { patch } from '../../../plugin/2-patch/index.ts';
import { listNodes } from '../../../plugin/syntax/node-list.ts';
import type { Patch } from '../../../plugin/interface/options.ts';

interface Options {
  patch?: boolean | Patch;
  filename?: string;
  runtime?: string;
  sourceType?: 'module' | 'script';
  typescript?: boolean;
  /** Whether ES modules are turned into CommonJS afterwards. */
  commonjs?: boolean;
}

/** Runs the patch pass alone: functions whose name begins with "marked" are marked, and what is inside them. */
export function compile(source: string, options: Options = {}): string {
  const result = transformSync(source, {
    filename: options.typescript === true ? 'file.ts' : 'file.js',
    configFile: false,
    babelrc: false,
    sourceType: options.sourceType ?? 'module',
    presets: options.typescript === true ? ['@babel/preset-typescript'] : [],
    plugins: [
      () => pluginOf(options),
      ...(options.commonjs === true ? ['@babel/plugin-transform-modules-commonjs'] : []),
    ],
  });
  return result?.code ?? '';
}

/** What the pass makes of the body of a marked function, without the imports. */
export function compileBody(body: string, imports = ''): string {
  const code = compile(`${imports}\nfunction marked() {\n${body}\n}`);
  return code.slice(code.indexOf('function marked() {') + 'function marked() {'.length, -1).trim();
}

function pluginOf({ patch: patched = true, runtime = 'greenlets', filename }: Options): PluginObj {
  return {
    visitor: {
      Program: (program: NodePath<t.Program>) =>
        patch(program, listNodes(program.node), isMarked, { patch: patched, runtime, filename: filename ?? null }),
    },
  };
}

function isMarked(path: NodePath): boolean {
  const owner = path.findParent((parent) => parent.isFunctionDeclaration());
  if (!owner?.isFunctionDeclaration()) return false;
  const name = owner.node.id?.name ?? '';
  return name.startsWith('marked');
}
