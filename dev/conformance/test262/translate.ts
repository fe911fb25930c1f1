import { transformSync, type PluginItem, type PluginObj, type types as t } from '@babel/core';

/** What is done to a program before it runs. `printed`, the control, is parsed and printed, but not compiled. */
export type Mode = 'untouched' | 'printed' | 'compiled' | 'stress';

/** Whether the plugin has been at work. */
export function isCompiled(mode: Mode): boolean {
  return mode === 'compiled' || mode === 'stress';
}

/** Where the top level of the program goes: `function` makes it the body of a function, so that it is compiled too. */
export type Form = 'script' | 'module' | 'function';

export class Translator {
  readonly #plugin: PluginItem;

  constructor(plugin: PluginItem) {
    this.#plugin = plugin;
  }

  /** @throws {SyntaxError} if Babel does not parse it; an error with a `code` of ours if the compiler refuses it */
  translate(source: string, form: Form, mode: Mode): string {
    const text = form === 'function' ? `return (function () {${source}\n});` : source;
    if (mode === 'untouched') return text;
    const result = transformSync(text, {
      configFile: false,
      babelrc: false,
      compact: false,
      browserslistConfigFile: false,
      sourceType: form === 'module' ? 'module' : 'script',
      parserOpts: {
        allowReturnOutsideFunction: form === 'function',
        createImportExpressions: true,
        plugins: ['sourcePhaseImports'],
      },
      plugins:
        mode === 'printed' ? [] : [[this.#plugin as string, { mark: 'all', patch: false, stress: mode === 'stress' }]],
    });
    return result?.code ?? '';
  }

  /** Compiles a global script whose names for the runtime must not clash with those of others: they end in `name`. */
  translateHelper(source: string, mode: Mode, name: string): string {
    const code = this.translate(source, 'script', mode);
    const options = { configFile: false, babelrc: false, compact: false, sourceType: 'script' } as const;
    return transformSync(code, { ...options, plugins: [renameImports(name)] })?.code ?? '';
  }
}

/** Scripts require nothing else. */
function isRequire(node: t.Expression | null | undefined): boolean {
  return node?.type === 'CallExpression' && node.callee.type === 'Identifier' && node.callee.name === 'require';
}

function renameImports(name: string): PluginObj {
  return {
    visitor: {
      Program({ scope }) {
        for (const [local, { path }] of Object.entries(scope.bindings)) {
          if (path.isVariableDeclarator() && isRequire(path.node.init))
            scope.rename(local, `greenlets_${local}_${name}`);
        }
      },
    },
  };
}

/** Whether Babel says that the source is not JavaScript. */
export function isParseError(error: unknown): boolean {
  return codeOf(error) === 'BABEL_PARSE_ERROR' || codeOf(error) === 'BABEL_PARSER_SYNTAX_ERROR';
}

/** The code with which the compiler refuses a program. */
export function refusalOf(error: unknown): string | null {
  const code = codeOf(error);
  return code?.startsWith('GREENLETS') === true ? code : null;
}

function codeOf(error: unknown): string | null {
  const code: unknown = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : null;
}
