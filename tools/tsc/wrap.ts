import type { ts } from 'ts-morph';
import type { TypeScript } from './typescript.ts';

/**
 * Expressions whose type is another one than that of what stands there. In the tree of the type checker each is a call, of a
 * function that is only declared, with the original as its argument; it stands where the original stands, so that no position and
 * no text changes. What is emitted is the original.
 */
export class Wraps {
  readonly #ts: TypeScript;
  readonly #originals = new WeakMap<ts.Node, ts.Node>();

  constructor(typescript: TypeScript) {
    this.#ts = typescript;
  }

  /** Puts a call of `name` around each of the nodes that `nameAt` has a name for. The tree must not be bound yet. */
  add(file: ts.SourceFile, nameAt: (node: ts.Expression) => string | null): void {
    const { forEachChild, isShorthandPropertyAssignment } = this.#ts;
    const visit = (parent: ts.Node): void => {
      forEachChild(parent, (child) => {
        if (!isShorthandPropertyAssignment(child) || child.objectAssignmentInitializer !== undefined) visit(child);
        const wrap = this.#wrapOf(child, file, nameAt);
        if (wrap !== null) replaceChild(parent, child, wrap);
      });
    };
    visit(file);
  }

  /** What was there before; undefined if the node is no wrap. */
  originalOf(node: ts.Node): ts.Node | undefined {
    return this.#originals.get(node);
  }

  /** Puts the originals back, when a file is emitted. */
  readonly remove: ts.TransformerFactory<ts.SourceFile> = (context) => {
    const { visitNode, visitEachChild, isSourceFile } = this.#ts;
    const visit = (node: ts.Node): ts.Node => visitEachChild(this.#originals.get(node) ?? node, visit, context);
    return (file) => visitNode(file, visit, isSourceFile);
  };

  #wrapOf(node: ts.Node, file: ts.SourceFile, nameAt: (node: ts.Expression) => string | null): ts.Node | null {
    const { isShorthandPropertyAssignment } = this.#ts;
    // `{ fetch }`
    const isShorthand = isShorthandPropertyAssignment(node);
    const original = isShorthand ? node.name : node;
    if (!isShorthand && !this.#isWrappable(node)) return null;
    const name = nameAt(original as ts.Expression);
    if (name === null) return null;
    return isShorthand ? this.#property(node, file, name) : this.#call(original, file, name);
  }

  #isWrappable(node: ts.Node): boolean {
    const { SyntaxKind, isExpressionWithTypeArguments } = this.#ts;
    const { Identifier, ThisKeyword, ArrayLiteralExpression, SatisfiesExpression } = SyntaxKind;
    if (node.kind === Identifier || node.kind === ThisKeyword) return true;
    return (
      node.kind >= ArrayLiteralExpression && node.kind <= SatisfiesExpression && !isExpressionWithTypeArguments(node)
    );
  }

  #call(original: ts.Node, file: ts.SourceFile, name: string): ts.CallExpression {
    const call = this.#parse(`${name}(0);`) as ts.CallExpression;
    standWhere(original, call, call.expression, call.arguments);
    Object.assign(call.arguments, { 0: original });
    this.#originals.set(call, original);
    return call;
  }

  #property(shorthand: ts.ShorthandPropertyAssignment, file: ts.SourceFile, name: string): ts.Node {
    const { properties } = (this.#parse('({ a: a });') as ts.ParenthesizedExpression)
      .expression as ts.ObjectLiteralExpression;
    const [property] = properties as unknown as [ts.PropertyAssignment];
    const call = this.#call(copyOf(shorthand.name, this.#parse('a;')), file, name);
    standWhere(shorthand, property);
    Object.assign(property, { name: shorthand.name, initializer: call });
    this.#originals.set(property, shorthand);
    return property;
  }

  /** Nodes as the parser makes them: those of the factory count as synthetic. */
  #parse(text: string): ts.Expression {
    const { createSourceFile, ScriptTarget } = this.#ts;
    const { statements } = createSourceFile('wrap.ts', text, ScriptTarget.Latest, false);
    return (statements[0] as ts.ExpressionStatement).expression;
  }
}

/** Another node for the same name. */
function copyOf(name: ts.Identifier, node: ts.Expression): ts.Node {
  return Object.assign(node, { escapedText: name.escapedText, pos: name.pos, end: name.end });
}

function standWhere({ pos, end }: ts.TextRange, ...ranges: ts.TextRange[]): void {
  for (const range of ranges) Object.assign(range, { pos, end });
}

function replaceChild(parent: ts.Node, child: ts.Node, replacement: ts.Node): void {
  for (const [key, value] of Object.entries(parent)) {
    if (value === child) Object.assign(parent, { [key]: replacement });
    else if (Array.isArray(value) && value.includes(child)) {
      Object.assign(value, { [value.indexOf(child)]: replacement });
    }
  }
}
