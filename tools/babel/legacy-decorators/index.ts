import { template, types as t, type NodePath, type PluginObj } from '@babel/core';
import { hasDecorators } from '../../../plugin/syntax/classes/decorated.ts';
import { takeDecorations } from './decorations.ts';
import { declareAround } from './declare-around.ts';
import { replaceClass } from './replace-class.ts';

/**
 * A plugin that writes out decorators of the earlier proposal as tsc does. They are evaluated and applied when the class is there, those of instances
 * first, then those of static members and of the class:
 *
 *     @c class A { @m m() {} }
 *     let A = class A { m() {} };   _decorate([m], A.prototype, 'm', null);   A = _decorate([c], A);
 */
export const legacyDecorators: PluginObj = {
  name: 'legacy-decorators',
  visitor: {
    Program(program) {
      const helper = program.scope.generateUid('decorate');
      const owners: NodePath<t.Class>[] = [];
      // Those within others come first.
      program.traverse({ Class: { exit: (owner) => void owners.push(owner) } });
      const decorated = owners.filter((owner) => writeOut(owner, helper));
      if (decorated.length === 0) return;
      program.pushContainer('body', template.statement(HELPER)({ DECORATE: t.identifier(helper) }));
      program.scope.crawl();
    },
  },
};

/** The descriptor of a field is undefined, and that of any other member null: it is looked up. */
const HELPER = `function DECORATE(decorators, target, key, descriptor) {
  'use no greenlet';
  const isMember = arguments.length > 2;
  if (descriptor === null) descriptor = Object.getOwnPropertyDescriptor(target, key);
  let result = isMember ? descriptor : target;
  if (typeof Reflect === 'object' && typeof Reflect.decorate === 'function') {
    result = Reflect.decorate(decorators, target, key, descriptor);
  } else {
    for (const decorator of decorators.reverse()) {
      if (decorator) result = (isMember ? decorator(target, key, result) : decorator(result)) || result;
    }
  }
  if (isMember && result) Object.defineProperty(target, key, result);
  return result;
}`;

/** Returns false if nothing in the class is decorated. */
function writeOut(owner: NodePath<t.Class>, helper: string): boolean {
  const { node } = owner;
  if (!hasDecorators(node)) return false;
  const ofClass = node.decorators ?? [];
  node.decorators = null;
  const name = nameFor(owner);
  const decorations = takeDecorations(owner, name, helper);
  const call = t.callExpression(t.identifier(helper), [
    t.arrayExpression(ofClass.map(({ expression }) => expression)),
    t.identifier(name),
  ]);
  call.loc = ofClass[0]?.loc ?? null;
  replaceClass(owner, name, decorations, ofClass.length > 0 ? call : null);
  return true;
}

/** Of the variable that holds the class. */
function nameFor(owner: NodePath<t.Class>): string {
  const { node, scope } = owner;
  if (t.isClassExpression(node)) return declareAround(owner, node.id?.name ?? 'class');
  if (node.id) return node.id.name;
  // As tsc calls it.
  return scope.hasBinding('default_1') ? scope.generateUid('default') : 'default_1';
}
