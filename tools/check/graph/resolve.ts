import type { ts } from 'ts-morph';
import type { Host } from '../host.ts';
import type { Functions } from './functions.ts';
import type { Fn } from './model.ts';
import { Implementations } from './implementations.ts';
import { Replacements } from './replacements.ts';
import { unwrap, type TypeScript } from './syntax.ts';

/** What an expression may be, as a function. */
export interface Meaning {
  /** Functions of the project. */
  readonly fns: ReadonlySet<Fn>;
  /** Whether these are all: what a parameter is given is known when all files have been read. */
  readonly isFixed: boolean;
  /** The declaration, of a function that is not part of the project or has no body there. */
  readonly outside: ts.Node | null;
}

const NOTHING: Meaning = { fns: new Set(), isFixed: true, outside: null };

/** Finds out which function an expression is, by its symbol, and by the types where that says nothing. */
export class Resolver {
  readonly #host: Host;
  readonly #functions: Functions;
  readonly #implementations: Implementations;
  readonly #replacements: Replacements;

  constructor(host: Host, functions: Functions) {
    this.#host = host;
    this.#functions = functions;
    this.#implementations = new Implementations(host);
    this.#replacements = new Replacements(host);
  }

  /** What a call calls. */
  callee(call: ts.CallExpression | ts.NewExpression | ts.TaggedTemplateExpression): Meaning {
    const { ts, checker } = this.#host;
    const expression = ts.isTaggedTemplateExpression(call) ? call.tag : call.expression;
    const known = this.meaning(expression);
    if (known !== NOTHING || !this.#isMadeByCall(expression)) return known;
    const declaration = checker.getResolvedSignature(call)?.declaration;
    return declaration === undefined ? NOTHING : this.#ofDeclaration(declaration);
  }

  /** Only of these is the type asked, which takes time. */
  #isMadeByCall(expression: ts.Expression): boolean {
    const { ts } = this.#host;
    const inner = unwrap(expression, ts);
    return ts.isCallExpression(inner) || ts.isElementAccessExpression(inner) || ts.isConditionalExpression(inner);
  }

  meaning(expression: ts.Expression): Meaning {
    const { ts, checker } = this.#host;
    const inner = unwrap(expression, ts);
    const own = this.#functions.at(inner);
    if (own !== undefined && !ts.isSourceFile(inner)) return only(own);
    if (ts.isCallExpression(inner)) return this.#bound(inner);
    if (inner.kind === ts.SyntaxKind.SuperKeyword) return this.#ofSymbol(checker.getTypeAtLocation(inner).symbol);
    if (!ts.isIdentifier(inner) && !ts.isPropertyAccessExpression(inner)) return NOTHING;
    const name = ts.isIdentifier(inner) ? inner : inner.name;
    const replacement = this.#replacements.of(inner);
    if (replacement !== undefined) return this.#ofSymbol(replacement);
    return this.#ofSymbol(checker.getSymbolAtLocation(name));
  }

  /** `f.bind(self)` */
  #bound({ expression }: ts.CallExpression): Meaning {
    const { ts } = this.#host;
    const isBind = ts.isPropertyAccessExpression(expression) && expression.name.text === 'bind';
    return isBind ? this.meaning(expression.expression) : NOTHING;
  }

  #ofSymbol(symbol: ts.Symbol | undefined): Meaning {
    if (symbol === undefined) return NOTHING;
    const { ts, checker } = this.#host;
    const target = (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol);
    const declarations = target.declarations ?? [];
    for (const declaration of declarations) {
      const found = this.#ofDeclaration(declaration);
      if (found.fns.size > 0 || !found.isFixed) return found;
    }
    const outside = declarations.find((declaration) => isCallable(declaration, ts)) ?? null;
    return outside === null ? NOTHING : { fns: new Set(), isFixed: true, outside };
  }

  #ofDeclaration(declaration: ts.Node): Meaning {
    const { ts } = this.#host;
    if (ts.isPropertyDeclaration(declaration) || ts.isVariableDeclaration(declaration))
      return this.#ofValue(declaration);
    if (ts.isPropertyAssignment(declaration)) return this.meaning(declaration.initializer);
    if (ts.isClassLike(declaration)) return this.#ofClass(declaration);
    if (ts.isParameter(declaration)) return this.#ofParameter(declaration);
    const own = this.#functions.at(declaration);
    if (own !== undefined) return only(own);
    if (ts.isMethodSignature(declaration)) return this.#ofImplementations(declaration);
    return isCallable(declaration, ts) ? { fns: new Set(), isFixed: true, outside: declaration } : NOTHING;
  }

  /** A method of an interface is any of those that implement it. */
  #ofImplementations(signature: ts.MethodSignature): Meaning {
    const members = this.#implementations.of(signature);
    const fns = new Set(members.flatMap((member) => this.#functions.at(member) ?? []));
    return { fns, isFixed: true, outside: fns.size === 0 ? signature : null };
  }

  /** `const f = () => ...`; what may be assigned to something else is not followed. */
  #ofValue(declaration: ts.PropertyDeclaration | ts.VariableDeclaration): Meaning {
    const { ts } = this.#host;
    const { initializer } = declaration;
    if (initializer === undefined) return NOTHING;
    const isConstant =
      ts.isPropertyDeclaration(declaration) || (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
    if (!isConstant) return NOTHING;
    const value = unwrap(initializer, ts);
    if (ts.isArrowFunction(value) || ts.isFunctionExpression(value)) return this.meaning(value);
    return ts.isVariableDeclaration(declaration) && ts.isIdentifier(value) ? this.meaning(value) : NOTHING;
  }

  /** `new C()`: its constructor, or that of the parent, and the fields. */
  #ofClass(declaration: ts.ClassLikeDeclaration, seen: readonly ts.Node[] = []): Meaning {
    const { ts } = this.#host;
    const fns = new Set<Fn>();
    for (const member of declaration.members) {
      const isStatic = (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Static) !== 0;
      const runs = ts.isConstructorDeclaration(member) || (ts.isPropertyDeclaration(member) && !isStatic);
      const own = runs ? this.#functions.at(member) : undefined;
      if (own !== undefined) fns.add(own);
    }
    const hasOwn = declaration.members.some((member) => ts.isConstructorDeclaration(member));
    const parent = hasOwn || seen.includes(declaration) ? undefined : this.#parentOf(declaration);
    if (parent !== undefined) for (const fn of this.#ofClass(parent, [...seen, declaration]).fns) fns.add(fn);
    return { fns, isFixed: true, outside: fns.size === 0 ? declaration : null };
  }

  #parentOf({ heritageClauses }: ts.ClassLikeDeclaration): ts.ClassLikeDeclaration | undefined {
    const { ts, checker } = this.#host;
    const clause = heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword);
    const expression = clause?.types[0]?.expression;
    const symbol = expression === undefined ? undefined : checker.getSymbolAtLocation(expression);
    if (symbol === undefined) return undefined;
    const target = (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol);
    return target.declarations?.find((declaration) => ts.isClassLike(declaration));
  }

  /** A parameter is what its function is given. */
  #ofParameter(parameter: ts.ParameterDeclaration): Meaning {
    const fn = this.#functions.at(parameter.parent);
    if (fn === undefined || parameter.dotDotDotToken !== undefined) return NOTHING;
    return { fns: givenTo(fn, placeOf(parameter)), isFixed: false, outside: null };
  }
}

/** The functions that a parameter is given. */
export function givenTo(fn: Fn, index: number): Set<Fn> {
  const known = fn.given.get(index) ?? new Set();
  fn.given.set(index, known);
  return known;
}

/** The place of a parameter, as arguments are counted. */
export function placeOf(parameter: ts.ParameterDeclaration): number {
  const { parameters } = parameter.parent;
  const hasThis = parameters[0]?.name.getText() === 'this';
  return parameters.indexOf(parameter) - (hasThis ? 1 : 0);
}

function only(fn: Fn): Meaning {
  return { fns: new Set([fn]), isFixed: true, outside: null };
}

function isCallable(declaration: ts.Node, ts: TypeScript): boolean {
  if (ts.isFunctionLike(declaration) || ts.isClassLike(declaration)) return true;
  const isValue = ts.isVariableDeclaration(declaration) || ts.isPropertySignature(declaration);
  return isValue && declaration.getSourceFile().isDeclarationFile;
}
