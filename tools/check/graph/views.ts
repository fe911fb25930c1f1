import type { ts } from 'ts-morph';
import type { Host } from '../host.ts';
import { isOurs } from './leaves.ts';
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

  /** Whether a function may block that is given to this call: it is one of a method of a view. */
  takes(node: ts.CallExpression | ts.NewExpression): boolean {
    const { ts } = this.#host;
    const callee = unwrap(node.expression, ts);
    if (this.#isView(callee) || this.#comesFromUs(callee)) return true;
    return ts.isPropertyAccessExpression(callee) && this.#hasTypeOfView(callee.expression);
  }

  /** Types of views have a property that tells them from others. */
  #hasTypeOfView(object: ts.Expression): boolean {
    const properties = this.#host.checker.getTypeAtLocation(object).getProperties();
    return properties.some(
      ({ escapedName, declarations = [] }) =>
        (escapedName as string).startsWith('__@VIEW') && declarations.some(isOurs),
    );
  }

  /** Whether an expression is, or comes from, an object that this package exports: `trace`, or what `green` has made. */
  #comesFromUs(expression: ts.Expression): boolean {
    return this.#leadsTo(expression, (node) => {
      const declaration = this.#variableOf(node);
      return declaration !== undefined && isOurs(declaration);
    });
  }

  #isView(expression: ts.Expression): boolean {
    return this.#leadsTo(expression, (node) => this.#isBound(node));
  }

  /** What is something, what that holds, makes or returns, and constants that hold it. */
  #leadsTo(expression: ts.Expression, isIt: (node: ts.Expression) => boolean): boolean {
    const { ts } = this.#host;
    const inner = unwrap(expression, ts);
    if (isIt(inner)) return true;
    if (ts.isPropertyAccessExpression(inner) || ts.isCallExpression(inner) || ts.isNewExpression(inner)) {
      return this.#leadsTo(inner.expression, isIt);
    }
    const initializer = this.#initializerOf(inner);
    return initializer !== undefined && this.#leadsTo(initializer, isIt);
  }

  #initializerOf(name: ts.Expression): ts.Expression | undefined {
    const { ts } = this.#host;
    const declaration = this.#variableOf(name);
    if (declaration === undefined) return undefined;
    const isConstant = (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
    return isConstant ? declaration.initializer : undefined;
  }

  #variableOf(name: ts.Expression): ts.VariableDeclaration | undefined {
    const { ts, checker } = this.#host;
    const symbol = ts.isIdentifier(name) ? checker.getSymbolAtLocation(name) : undefined;
    if (symbol === undefined) return undefined;
    const target = (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol);
    const declaration = target.valueDeclaration;
    return declaration !== undefined && ts.isVariableDeclaration(declaration) ? declaration : undefined;
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
