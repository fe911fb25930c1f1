import type { ParseResult, ParserOptions, PluginObj } from '@babel/core';

type Parse = (code: string, options: ParserOptions) => ParseResult & { errors?: { reasonCode?: string }[] | null };

/** Babel's types do not know that a plugin can parse. */
interface ParsingPlugin extends PluginObj {
  parserOverride(code: string, options: ParserOptions, parse: Parse): ParseResult;
}

/** What the later proposal does not have, and is parsed all the same. */
const PARAMETER_DECORATOR = 'UnsupportedParameterDecorator';

/**
 * A plugin that parses decorators of the earlier proposal, and ends them where TypeScript does, which is where the later proposal does. Babel takes a
 * computed key for a part of the decorator:
 *
 *     class A { @d() ['key']() {} }
 *
 * What TypeScript accepts besides, as in `@d().e`, is parsed as Babel parses it.
 */
export const decoratorGrammar: ParsingPlugin = {
  name: 'decorator-grammar',
  parserOverride(code, options, parse) {
    const others = (options.plugins ?? []).filter((plugin) => ![plugin].flat().some(isForDecorators));
    return (
      parseLater(code, { ...options, plugins: [...others, 'decorators', 'decoratorAutoAccessors'] }, parse) ??
      parse(code, { ...options, plugins: [...others, 'decorators-legacy', 'decoratorAutoAccessors'] })
    );
  },
  visitor: {},
};

function isForDecorators(name: unknown): boolean {
  return typeof name === 'string' && name.startsWith('decorators');
}

/** Returns null if something is wrong, or is not in the later proposal: the parser of the earlier one knows better. */
function parseLater(code: string, options: ParserOptions, parse: Parse): ParseResult | null {
  try {
    const ast = parse(code, { ...options, errorRecovery: true });
    const isRight = (ast.errors ?? []).every(({ reasonCode }) => reasonCode === PARAMETER_DECORATOR);
    return isRight ? Object.assign(ast, { errors: [] }) : null;
  } catch {
    return null;
  }
}
