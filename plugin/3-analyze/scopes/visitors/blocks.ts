import { types as t } from '@babel/core';
import { membersOf } from '../../../syntax/children.ts';
import { boundNames, declare, declareLexical, declareNames, declareVars } from '../declare.ts';
import { visitInitializer, visitStatements } from './functions.ts';
import { visitPattern, visitVariables } from './patterns.ts';
import type { Resolver } from '../resolver.ts';

export function visitSwitch(node: t.SwitchStatement, resolver: Resolver): void {
  resolver.visit(node.discriminant);
  resolver.inScope('switch', node, () => {
    for (const { consequent } of node.cases) declareLexical(resolver.scope, consequent);
    for (const branch of node.cases) resolver.children(branch);
  });
}

export function visitLoop(node: t.ForStatement | t.ForInStatement | t.ForOfStatement, resolver: Resolver): void {
  resolver.inScope('loop', node, () => {
    const head = t.isForStatement(node) ? node.init : node.left;
    if (t.isVariableDeclaration(head) && head.kind !== 'var') declareNames(resolver.scope, head);
    if (t.isForStatement(node)) return resolver.children(node);
    resolver.visit(node.right);
    if (t.isVariableDeclaration(node.left)) visitVariables(node.left, true, resolver);
    else visitPattern(node.left, true, resolver);
    resolver.visit(node.body);
  });
}

export function visitCatch(node: t.CatchClause, resolver: Resolver): void {
  resolver.inScope('catch', node, () => {
    if (node.param) {
      for (const name of boundNames(node.param)) declare(resolver.scope, name, 'catch');
      visitPattern(node.param, false, resolver);
    }
    resolver.visit(node.body);
  });
}

export function visitNamespace(node: t.TSModuleBlock, resolver: Resolver): void {
  visitInitializer(
    node,
    () => {
      declareVars(resolver.scope, node, resolver.fn);
      visitStatements(node, node.body, resolver);
    },
    resolver,
  );
}

export function visitEnum(node: t.TSEnumDeclaration, resolver: Resolver): void {
  resolver.declared(node.id, node.id.name);
  // In its own initializers it goes by its name, wherever the variable is kept, and so do its members.
  resolver.inScope('name', node, () => {
    declare(resolver.scope, node.id.name, 'self', node);
    for (const { id } of membersOf(node)) if (t.isIdentifier(id)) declare(resolver.scope, id.name, 'self', id);
    for (const member of membersOf(node)) resolver.visit(member);
  });
}
