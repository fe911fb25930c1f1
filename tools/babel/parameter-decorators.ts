import { types as t, type PluginObj } from '@babel/core';
import { writeOutParameterDecorators } from '../../plugin/4-normalize/typescript/parameter-decorators.ts';

/** A plugin that writes out the decorators of parameters, of which Babel's plugin of decorators knows nothing. */
export const parameterDecorators: PluginObj = {
  name: 'parameter-decorators',
  visitor: {
    Program({ node }) {
      const nodes = new Set<t.Node>();
      t.traverseFast(node, (each) => void nodes.add(each));
      writeOutParameterDecorators(nodes);
    },
  },
};
