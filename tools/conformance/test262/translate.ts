import { transformSync, type PluginItem } from '@babel/core';

/** What is done to a program before it runs. `printed`, the control, is parsed and printed, but not compiled. */
export type Mode = 'untouched' | 'printed' | 'compiled' | 'stress';

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
