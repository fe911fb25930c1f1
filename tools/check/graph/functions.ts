import type { ts } from 'ts-morph';
import type { FileFacts, OwnMark } from '../../../plugin/explain/facts.ts';
import type { Host } from '../host.ts';
import type { Fn } from './model.ts';
import { withoutParentheses, type TypeScript } from './syntax.ts';

/** All functions of a project, by their nodes. */
export class Functions {
  readonly #host: Host;
  readonly #known = new Map<ts.Node, Fn>();
  /** The names of all functions, as they are called. */
  readonly names = new Set<string>();

  constructor(host: Host) {
    this.#host = host;
    for (const file of host.files) this.#addFile(file);
  }

  get all(): Fn[] {
    return [...this.#known.values()];
  }

  /** The function that a node is; undefined if it is none of the project, or has no body. */
  at(node: ts.Node): Fn | undefined {
    return this.#known.get(node);
  }

  #addFile(file: ts.SourceFile): void {
    const { ts } = this.#host;
    const facts = this.#host.facts(file);
    const visit = (node: ts.Node): void => {
      if (isActivation(node, ts)) {
        this.#known.set(node, this.#describe(node, file, facts));
        const name = simpleNameOf(node, ts);
        if (name !== null) this.names.add(name);
      }
      // `{ load: read }` is called as `load`.
      if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.initializer)) this.names.add(node.name.getText());
      ts.forEachChild(node, visit);
    };
    visit(file);
  }

  #describe(node: ts.Node, file: ts.SourceFile, facts: FileFacts): Fn {
    const { ts } = this.#host;
    const key = keyOf(node, ts);
    const marked = key !== null && facts.marked.has(key);
    // Parsers agree on where functions end.
    const isAround = (own: OwnMark): boolean => node.end > own.start && node.end <= own.end;
    const optedOut = !marked && facts.own.some((own) => own.kind === 'none' && isAround(own));
    return {
      node,
      file,
      name: nameOf(node, ts),
      kind: kindOf(node, ts),
      marked,
      optedOut,
      detached: isDetached(node, ts),
      calls: [],
      given: new Map(),
    };
  }
}

/** Whether a node is a function with a body, or code that runs as one. */
export function isActivation(node: ts.Node, ts: TypeScript): boolean {
  if (ts.isFunctionLike(node)) return 'body' in node && node.body !== undefined;
  if (ts.isPropertyDeclaration(node)) return node.initializer !== undefined;
  return ts.isSourceFile(node) || ts.isClassStaticBlockDeclaration(node);
}

/** The key that the compiler has for the same function: see `keyOf` there. */
export function keyOf(node: ts.Node, ts: TypeScript): string | null {
  if (ts.isSourceFile(node)) return 'program';
  if (ts.isClassLike(node)) return `class:${node.members.pos - 1}`;
  if (ts.isPropertyDeclaration(node)) return node.initializer ? `value:${startOf(node.initializer, ts)}` : null;
  if (ts.isClassStaticBlockDeclaration(node)) return `block:${node.end}`;
  const { body } = node as ts.FunctionLikeDeclaration;
  if (body === undefined) return null;
  return ts.isBlock(body) ? `body:${body.getStart()}` : `expression:${startOf(body, ts)}`;
}

/** Where an expression begins for parsers that make no nodes of parentheses. */
function startOf(node: ts.Expression, ts: TypeScript): number {
  return withoutParentheses(node, ts).getStart();
}

function kindOf(node: ts.Node, ts: TypeScript): Fn['kind'] {
  if (ts.isSourceFile(node)) return 'program';
  if (ts.isPropertyDeclaration(node) || ts.isClassStaticBlockDeclaration(node)) return 'initializer';
  const isAccessor = ts.isAccessor(node);
  return isAccessor && !ts.isPrivateIdentifier(node.name) ? 'accessor' : 'function';
}

function isDetached(node: ts.Node, ts: TypeScript): boolean {
  if (!ts.isFunctionLike(node)) return false;
  const isGenerator = 'asteriskToken' in node && node.asteriskToken !== undefined;
  return isGenerator || (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Async) !== 0;
}

function nameOf(node: ts.Node, ts: TypeScript): string {
  if (ts.isSourceFile(node)) return 'the top level';
  if (ts.isConstructorDeclaration(node)) return `new ${className(node.parent)}`;
  if (ts.isClassStaticBlockDeclaration(node)) return `static block of ${className(node.parent)}`;
  const own = ts.getNameOfDeclaration(node as ts.Declaration);
  if (own !== undefined)
    return ts.isClassLike(node.parent) ? `${className(node.parent)}.${own.getText()}` : own.getText();
  const { parent } = node;
  const isNamed = ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent);
  return isNamed ? parent.name.getText() : 'an anonymous function';
}

/** The name by which a function is called: that of the method, variable or property. */
function simpleNameOf(node: ts.Node, ts: TypeScript): string | null {
  if (ts.isSourceFile(node)) return null;
  const own = ts.getNameOfDeclaration(node as ts.Declaration);
  if (own !== undefined) return own.getText();
  const parent = aroundWrapping(node.parent, ts);
  const isNamed =
    ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent);
  return isNamed ? parent.name.getText() : null;
}

function aroundWrapping(node: ts.Node, ts: TypeScript): ts.Node {
  const isWrapping = ts.isParenthesizedExpression(node) || ts.isAsExpression(node);
  return isWrapping ? aroundWrapping(node.parent, ts) : node;
}

function className(node: ts.ClassLikeDeclaration): string {
  return node.name?.text ?? 'a class';
}
