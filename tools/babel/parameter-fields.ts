import { types as t, type NodePath, type PluginObj } from '@babel/core';
import { constructorOf } from '../../plugin/syntax/classes/constructors.ts';

/**
 * Defines a field for each parameter property, before all others, as TypeScript does where fields are defined:
 *
 *     class A { x = 1; constructor(public y: number) {} }   =>   class A { y; x = 1; constructor(public y: number) {} }
 */
export const parameterFields: PluginObj = {
  name: 'parameter-fields',
  visitor: {
    Program(path) {
      path.traverse({ Class: define });
    },
  },
};

function define({ node }: NodePath<t.Class>): void {
  const names = constructorOf(node)?.params.flatMap((param) => (t.isTSParameterProperty(param) ? [nameOf(param)] : []));
  node.body.body.unshift(...(names ?? []).map((name) => t.classProperty(t.identifier(name))));
}

function nameOf({ parameter }: t.TSParameterProperty): string {
  return (t.isAssignmentPattern(parameter) ? (parameter.left as t.Identifier) : parameter).name;
}
