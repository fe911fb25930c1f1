import type { NodePath, types as t } from '@babel/core';
import type { IsMarked } from './collect.ts';
import { FREEZING, type Freezing } from './tables/freezing.ts';
import { isOptedOut } from './opt-out.ts';
import { moduleName, provenanceOf } from './provenance.ts';
import type { NodeList } from '../syntax/node-list.ts';

/** A call that freezes the whole process. */
export interface FreezingCall {
  node: t.Node;
  /** What is called, as `execSync` of `child_process`. */
  name: string;
  module: string;
  instead: string;
}

/**
 * Finds the calls of marked code that would freeze the process, all greenlets included, while they last: of functions
 * that have no cooperative version, or that were not found to be replaceable. To be called when `patch` is done. It changes
 * nothing.
 *
 * @param list the nodes of the program as it was parsed
 * @param isMarked whether a reference belongs to a marked function
 */
export function findFreezingCalls(program: NodePath<t.Program>, list: NodeList, isMarked: IsMarked): FreezingCall[] {
  const calls: FreezingCall[] = [];
  // To visit all paths takes longer than anything else in most files.
  if (!mayFreeze(list)) return calls;
  const visit = (path: NodePath<t.CallExpression> | NodePath<t.OptionalCallExpression>): void => {
    const callee = path.get('callee') as NodePath;
    const found = freezing(provenanceOf(callee));
    if (found === null) return;
    if (isMarked(path) && !isOptedOut(path)) calls.push({ node: path.node, ...found });
  };
  program.traverse({ CallExpression: visit, OptionalCallExpression: visit });
  return calls;
}

/** Whether a program mentions both a module (or global) that has such functions, and one of these. */
function mayFreeze(list: NodeList): boolean {
  for (const { exports } of mentionedModules(list)) if (exports.test('') || mentions(list, exports)) return true;
  return false;
}

function mentionedModules({ nodes, places }: NodeList): Set<Freezing> {
  const mentioned = new Set<Freezing>();
  for (const type of TEXTS) {
    for (const place of places.get(type) ?? []) {
      const table = FREEZING.get(moduleName(textOf(nodes[place] as t.Node)));
      if (table !== undefined) mentioned.add(table);
    }
  }
  return mentioned;
}

function mentions({ nodes, places }: NodeList, exports: RegExp): boolean {
  for (const type of TEXTS) {
    for (const place of places.get(type) ?? []) if (exports.test(textOf(nodes[place] as t.Node))) return true;
  }
  return false;
}

/** What may name a module or a function. */
const TEXTS = ['Identifier', 'StringLiteral', 'TemplateElement'] as const;

function textOf(node: t.Node): string {
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'StringLiteral') return node.value;
  return node.type === 'TemplateElement' ? (node.value.cooked ?? '') : '';
}

function freezing(provenance: string[] | null): Omit<FreezingCall, 'node'> | null {
  if (provenance === null) return null;
  const [module = '', ...names] = provenance;
  const table = FREEZING.get(module);
  if (table === undefined) return null;
  // `execSync.call(undefined, ...)`
  if (/^(?:call|apply)$/.test(names.at(-1) ?? '')) names.pop();
  const name = names.join('.');
  if (!table.exports.test(name)) return null;
  const instead = table.instead.replace('FUNCTION', name).replace('NAME', name.replace(/Sync$/, ''));
  return { name, module, instead };
}
