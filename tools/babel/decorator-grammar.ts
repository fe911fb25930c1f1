import { types as t, type ParseResult, type ParserOptions, type PluginObj } from '@babel/core';

type Parse = (code: string, options: ParserOptions) => ParseResult & { errors?: { reasonCode?: string }[] | null };

/** Babel's types do not know that a plugin can parse. */
interface ParsingPlugin extends PluginObj {
  parserOverride(code: string, options: ParserOptions, parse: Parse): ParseResult;
}

/** What the later proposal does not have, and is parsed all the same. */
const PARAMETER_DECORATOR = 'UnsupportedParameterDecorator';

/**
 * A plugin that ends decorators of the earlier proposal where TypeScript ends them, which is where the later proposal does. Babel takes the
 * key for a part of the decorator, and knows decorated members with plain keys only:
 *
 *     class A { @d() ['key']() {} }   =>   class A { @d() 'key'() {} }
 *
 * What TypeScript accepts besides, as in `@d().e`, is parsed as Babel parses it.
 */
export const decoratorGrammar: ParsingPlugin = {
  name: 'decorator-grammar',
  parserOverride(code, options, parse) {
    return parseLater(code, options, parse) ?? parse(code, options);
  },
  visitor: {
    Program({ node }) {
      t.traverseFast(node, (each) => {
        if ((t.isClassMethod(each) || t.isClassProperty(each)) && hasPlainKey(each)) each.computed = false;
      });
    },
  },
};

/** Returns null if something is wrong, or is not in the later proposal: the parser of the earlier one knows better. */
function parseLater(code: string, options: ParserOptions, parse: Parse): ParseResult | null {
  const plugins = options.plugins?.map((plugin) => (plugin === 'decorators-legacy' ? 'decorators' : plugin)) ?? [];
  try {
    const ast = parse(code, { ...options, plugins, errorRecovery: true });
    const isRight = (ast.errors ?? []).every(({ reasonCode }) => reasonCode === PARAMETER_DECORATOR);
    return isRight ? Object.assign(ast, { errors: [] }) : null;
  } catch {
    return null;
  }
}

function hasPlainKey({ computed, key, decorators }: t.ClassMethod | t.ClassProperty): boolean {
  if (!computed || !decorators || decorators.length === 0 || !t.isStringLiteral(key)) return false;
  return !['constructor', 'prototype'].includes(key.value);
}
