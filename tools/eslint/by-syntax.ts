import type { Rule, Scope } from 'eslint';
import type { FileFacts } from '../../plugin/explain/facts.ts';
import { CODES, type Code, type Edit, type Finding } from '../check/finding.ts';
import { markOwner, type Node } from './mark-owner.ts';

/** What waits wherever it is called, and can be called in greenlets only. */
const BLOCKING = new Set(['sleep', 'wait']);

interface Call extends Node {
  readonly callee: Node;
  readonly arguments: readonly Node[];
}

/** What a file shows without types: calls of what it imports from this package, and of what has a cooperative version. */
export function findBySyntax({ filename, sourceCode }: Rule.RuleContext, facts: FileFacts): Finding[] {
  const found: Finding[] = [];
  const add = (code: Code, node: Node, message: string, edits: Edit[] = []): void => {
    const [start, end] = node.range ?? [0, 0];
    found.push({ code, level: CODES[code], filename, start, end, message, chain: [], edits });
  };
  const calls = callsOfImported(sourceCode.scopeManager.scopes);
  const forgotten = calls.flatMap(([name, call]) => {
    const owner = functionAround(call);
    return BLOCKING.has(name) && !isMarked(owner, facts) && !isOptedOut(owner, facts) ? [{ name, call, owner }] : [];
  });
  const owners = new Set(forgotten.map(({ owner }) => owner));
  for (const { name, call, owner } of forgotten) {
    // The mark of what is around will do.
    const edits = isCovered(owner, owners) ? [] : markOwner(owner, sourceCode.text);
    add('GREENLETS301', call, `\`${name}\` blocks, and ${adviceFor(owner)}`, edits);
  }
  for (const [name, call] of calls) if (name === 'run' && isDropped(call)) add('GREENLETS304', call, DROPPED);
  for (const { start, end, name } of facts.cooperative) {
    const call = sourceCode.getNodeByRangeIndex(start) as Node | null;
    const combined = call === null ? null : combinedCall(call, end);
    if (combined !== null && isMarked(functionAround(combined), facts))
      add('GREENLETS303', combined, combinedMessage(name));
  }
  return unique(found);
}

/** Whether something around a function, or around a part of a class, is to be marked itself. */
function isCovered(owner: Node | null, owners: ReadonlySet<Node | null>): boolean {
  if (owner === null) return false;
  const outer = functionAround(owner);
  return owners.has(outer) || isCovered(outer, owners);
}

function adviceFor(owner: Node | null): string {
  if (owner === null) return `the top level around it is not marked: put 'use greenlet' first in the file.`;
  if (owner.type.includes('Function')) return `the function around it is not marked: put 'use greenlet' first in it.`;
  return 'the class around it is not marked: put /** @greenlet */ before it.';
}

const DROPPED = 'nobody looks at the promise of run(...): await it, or write `void run(...)` if that is meant.';

function combinedMessage(name: string): string {
  return `\`${name}\` waits in marked code and returns no promise, so these calls are made one after the other: spawn greenlets, and joinAll them.`;
}

/** The calls of what is imported from this package, with the names that it has there. */
function callsOfImported(scopes: readonly Scope.Scope[]): [string, Call][] {
  const calls: [string, Call][] = [];
  for (const variable of scopes.flatMap((scope) => scope.variables)) {
    const [definition] = variable.defs;
    if (definition?.type !== 'ImportBinding' || definition.node.type !== 'ImportSpecifier') continue;
    if (definition.parent.source.value !== 'greenlets') continue;
    const { imported } = definition.node;
    const name = imported.type === 'Identifier' ? imported.name : String(imported.value);
    for (const { identifier } of variable.references) {
      const { parent } = identifier as Node;
      if (isCall(parent) && parent.callee === (identifier as Node)) calls.push([name, parent]);
    }
  }
  return calls;
}

function isCall(node: Node | null | undefined): node is Call {
  return node?.type === 'CallExpression';
}

/** The function that a node belongs to; null at the top level. */
function functionAround({ parent }: Node): Node | null {
  if (parent == null || parent.type === 'Program') return null;
  const isOwner = /Function|^(?:StaticBlock|PropertyDefinition)$/.test(parent.type);
  return isOwner ? parent : functionAround(parent);
}

/** The keys are those of the compiler: where the body begins. */
function isMarked(owner: Node | null, { marked }: FileFacts): boolean {
  if (owner === null) return marked.has('program');
  const { body, value } = owner as { body?: Node; value?: Node };
  const start = Array.isArray(body) ? null : (body ?? value)?.range?.[0];
  return (
    ['body', 'expression', 'value'].some((kind) => marked.has(`${kind}:${start}`)) ||
    marked.has(`block:${owner.range?.[1]}`)
  );
}

function isOptedOut(owner: Node | null, { own }: FileFacts): boolean {
  const end = owner?.range?.[1] ?? Infinity;
  return own.some((mark) => mark.kind === 'none' && (owner === null || (end > mark.start && end <= mark.end)));
}

function isDropped({ parent }: Call): boolean {
  return parent?.type === 'ExpressionStatement';
}

/** The call of `Promise.all` or the like that a call is one of several elements of. */
function combinedCall(node: Node, end: number): Node | null {
  let call: Node = node;
  while (call.range?.[1] !== end || !isCall(call)) {
    if (call.parent == null) return null;
    call = call.parent;
  }
  const outer = listAround(call)?.parent;
  return isCall(outer) && isCombinator(outer.callee) ? outer : null;
}

/** The array of several elements that a call is one of, or the call of `map` whose callback returns it. */
function listAround({ parent, ...call }: Node): Node | null {
  const list = parent as (Node & { elements?: unknown[]; body?: Node; async?: boolean }) | null | undefined;
  if (list?.type === 'ArrayExpression') return (list.elements?.length ?? 0) < 2 ? null : list;
  if (list?.type !== 'ArrowFunctionExpression' || list.async === true || list.body?.range !== call.range) return null;
  const mapping = list.parent;
  const isMap = isCall(mapping) && (mapping.callee as { property?: { name?: string } }).property?.name === 'map';
  return isMap ? mapping : null;
}

function isCombinator(callee: Node): boolean {
  const { object, property } = callee as { object?: { name?: string }; property?: { name?: string } };
  return object?.name === 'Promise' && /^(?:all|allSettled|any|race)$/.test(property?.name ?? '');
}

function unique(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ code, start }) => !seen.has(`${code}:${start}`) && seen.add(`${code}:${start}`));
}
