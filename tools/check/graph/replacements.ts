import type { ts } from 'ts-morph';
import type { BoundReference } from '../../../plugin/explain/facts.ts';
import type { Host } from '../host.ts';

/** What the option `patch` puts in the place of references in marked code: exports of modules of the project. */
export class Replacements {
  readonly #host: Host;
  readonly #bound = new WeakMap<ts.SourceFile, ReadonlyMap<string, BoundReference>>();

  constructor(host: Host) {
    this.#host = host;
  }

  /** The export that takes the place of `f`, or of `library.f`; undefined if it is the original, or one of ours. */
  of(node: ts.Identifier | ts.PropertyAccessExpression): ts.Symbol | undefined {
    const { ts } = this.#host;
    const file = node.getSourceFile();
    const bound = this.#boundIn(file);
    if (bound.size === 0) return undefined;
    const own = bound.get(placeOf(node));
    if (own !== undefined) return this.#exportOf(own, own.member, file);
    if (!ts.isPropertyAccessExpression(node)) return undefined;
    const whole = bound.get(placeOf(node.expression));
    return whole === undefined ? undefined : this.#exportOf(whole, node.name.text, file);
  }

  #boundIn(file: ts.SourceFile): ReadonlyMap<string, BoundReference> {
    const known = this.#bound.get(file);
    if (known !== undefined) return known;
    const replaced = this.#host
      .facts(file)
      .bound.filter(({ module, isView }) => !isView && !module.startsWith('greenlets/'));
    const bound = new Map(replaced.map((reference) => [`${reference.start}:${reference.end}`, reference]));
    this.#bound.set(file, bound);
    return bound;
  }

  #exportOf({ module }: BoundReference, name: string | null, file: ts.SourceFile): ts.Symbol | undefined {
    const { ts, program, checker } = this.#host;
    if (name === null) return undefined;
    const { resolvedModule } = ts.resolveModuleName(module, file.fileName, program.getCompilerOptions(), ts.sys);
    const source = resolvedModule === undefined ? undefined : program.getSourceFile(resolvedModule.resolvedFileName);
    const symbol = source === undefined ? undefined : checker.getSymbolAtLocation(source);
    return symbol === undefined
      ? undefined
      : checker.getExportsOfModule(symbol).find((exported) => exported.getName() === name);
  }
}

function placeOf(node: ts.Node): string {
  return `${node.getStart()}:${node.end}`;
}
