import type { ts } from 'ts-morph';
import type { Host } from '../host.ts';

/** The classes of a project that say that they implement interfaces. */
export class Implementations {
  readonly #host: Host;
  #classes: Map<ts.Symbol, ts.ClassLikeDeclaration[]> | null = null;

  constructor(host: Host) {
    this.#host = host;
  }

  /** The methods that implement a method of an interface. */
  of(signature: ts.MethodSignature): ts.ClassElement[] {
    const { checker } = this.#host;
    const owner = checker.getSymbolAtLocation(this.#nameOf(signature.parent));
    const classes = owner === undefined ? [] : ((this.#classes ??= this.#find()).get(owner) ?? []);
    const name = signature.name.getText();
    return classes.flatMap((each) => each.members.filter((member) => member.name?.getText() === name));
  }

  #nameOf(owner: ts.Node): ts.Node {
    return this.#host.ts.isInterfaceDeclaration(owner) ? owner.name : owner;
  }

  #find(): Map<ts.Symbol, ts.ClassLikeDeclaration[]> {
    const { ts, files } = this.#host;
    const found = new Map<ts.Symbol, ts.ClassLikeDeclaration[]>();
    const visit = (node: ts.Node): void => {
      if (ts.isClassLike(node)) this.#add(node, found);
      ts.forEachChild(node, visit);
    };
    for (const file of files) if (/\bimplements\b/.test(file.text)) visit(file);
    return found;
  }

  #add(node: ts.ClassLikeDeclaration, found: Map<ts.Symbol, ts.ClassLikeDeclaration[]>): void {
    const { ts, checker } = this.#host;
    for (const { token, types } of node.heritageClauses ?? []) {
      if (token !== ts.SyntaxKind.ImplementsKeyword) continue;
      for (const { expression } of types) {
        const symbol = checker.getSymbolAtLocation(expression);
        if (symbol === undefined) continue;
        const target = (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol);
        found.set(target, [...(found.get(target) ?? []), node]);
      }
    }
  }
}
