import type { ts } from 'ts-morph';
import type { Host } from '../host.ts';
import type { Leaf } from './model.ts';
import { unwrap } from './syntax.ts';

/** Calls of what marked code sees through a view of a library, by the list `green` of the option `patch`: they wait for the promise. */
export class Views {
  readonly #host: Host;
  readonly #bound = new WeakMap<ts.SourceFile, ReadonlySet<string>>();

  constructor(host: Host) {
    this.#host = host;
  }

  /** What a call blocks in, if it is one of a view that returns a promise. */
  leafOf(node: ts.CallExpression | ts.NewExpression | ts.TaggedTemplateExpression): Leaf | null {
    const { ts, checker } = this.#host;
    if (!ts.isCallExpression(node) || !this.#isView(node.expression)) return null;
    if (checker.getTypeAtLocation(node).getProperty('then') === undefined) return null;
    return { name: node.expression.getText().replace(/\s+/g, ' '), mayWork: false, inMarkedOnly: true };
  }

  /** What is bound to a view, what that holds, makes or returns, and constants that hold it. */
  #isView(expression: ts.Expression): boolean {
    const { ts } = this.#host;
    const inner = unwrap(expression, ts);
    if (this.#isBound(inner)) return true;
    if (ts.isPropertyAccessExpression(inner) || ts.isCallExpression(inner) || ts.isNewExpression(inner)) {
      return this.#isView(inner.expression);
    }
    const initializer = ts.isIdentifier(inner) ? this.#initializerOf(inner) : undefined;
    return initializer !== undefined && this.#isView(initializer);
  }

  #initializerOf(name: ts.Identifier): ts.Expression | undefined {
    const { ts, checker } = this.#host;
    const declaration = checker.getSymbolAtLocation(name)?.valueDeclaration;
    if (declaration === undefined || !ts.isVariableDeclaration(declaration)) return undefined;
    const isConstant = (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
    return isConstant ? declaration.initializer : undefined;
  }

  #isBound(node: ts.Expression): boolean {
    const file = node.getSourceFile();
    let bound = this.#bound.get(file);
    if (bound === undefined) {
      const views = this.#host.facts(file).bound.filter(({ isView }) => isView);
      bound = new Set(views.map(({ start, end }) => `${start}:${end}`));
      this.#bound.set(file, bound);
    }
    return bound.size > 0 && bound.has(`${node.getStart()}:${node.end}`);
  }
}
