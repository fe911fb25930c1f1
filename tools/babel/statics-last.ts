import { types as t, type PluginObj } from '@babel/core';

/**
 * A plugin that moves static elements behind the others in classes with decorators of the earlier proposal: Babel applies these as they stand in the
 * source, and TypeScript those of instances first.
 */
export const staticsLast: PluginObj = {
  name: 'statics-last',
  visitor: {
    Program({ node }) {
      t.traverseFast(node, (each) => {
        if (t.isClassBody(each)) moveStatics(each);
      });
    },
  },
};

function moveStatics(node: t.ClassBody): void {
  const { body } = node;
  const [statics, others] = [body.filter(isStatic), body.filter((element) => !isStatic(element))];
  // Whatever has a computed key is evaluated where it stands.
  if (!statics.some(isDecorated) || !others.some(isDecorated) || body.some(isComputed)) return;
  node.body = [...others, ...statics];
}

type Element = t.ClassBody['body'][number];

function isStatic(element: Element): boolean {
  return t.isStaticBlock(element) || ('static' in element && element.static === true);
}

function isDecorated(element: Element): boolean {
  return 'decorators' in element && (element.decorators?.length ?? 0) > 0;
}

function isComputed(element: Element): boolean {
  return 'computed' in element && element.computed;
}
