import type { ts } from 'ts-morph';
import type { Host } from '../host.ts';
import { callsBack } from './natives.ts';
import { unwrap } from './syntax.ts';

/** Names whose references may be found to be cooperative by the compiler: they are told by their places. */
const COOPERATIVE =
  /Sync$|^(?:fetch|wait|lookup|lookupService|resolve\w*|reverse|once|finished|pipeline|randomBytes|sign|verify)$/;

/**
 * Spares most calls of methods the question of what they call, for which the types of their objects have to be found out: those
 * by a name that no function of the project has, and none that is documented to block, unless they are given a function.
 */
export class Relevance {
  readonly #ts: Host['ts'];
  readonly #names: ReadonlySet<string>;
  readonly #blocking = new Set<string>();

  constructor({ ts, program }: Host, names: ReadonlySet<string>) {
    this.#ts = ts;
    this.#names = names;
    for (const file of program.getSourceFiles()) {
      if (file.text.includes('{SwitchError}')) this.#addBlocking(file);
    }
  }

  isRelevant(node: ts.CallExpression | ts.NewExpression | ts.TaggedTemplateExpression): boolean {
    const ts = this.#ts;
    const callee = unwrap(ts.isTaggedTemplateExpression(node) ? node.tag : node.expression, ts);
    if (!ts.isPropertyAccessExpression(callee)) return true;
    const name = callee.name.text;
    if (this.#names.has(name) || this.#blocking.has(name) || COOPERATIVE.test(name)) return true;
    return (
      !ts.isTaggedTemplateExpression(node) &&
      (node.arguments ?? []).some((argument) => this.#isFunction(argument, name))
    );
  }

  /** Whether an argument is a function, has the name of one, or is given to a method of the language that calls functions. */
  #isFunction(argument: ts.Expression, method: string): boolean {
    const ts = this.#ts;
    const inner = unwrap(argument, ts);
    if (ts.isArrowFunction(inner) || ts.isFunctionExpression(inner) || ts.isCallExpression(inner)) return true;
    if (ts.isPropertyAccessExpression(inner)) return this.#names.has(inner.name.text);
    return ts.isIdentifier(inner) && (this.#names.has(inner.text) || callsBack(method));
  }

  #addBlocking(file: ts.SourceFile): void {
    const ts = this.#ts;
    const visit = (node: ts.Node): void => {
      if (ts.isFunctionLike(node)) {
        const name = ts.getNameOfDeclaration(node)?.getText();
        const tags = name === undefined ? [] : ts.getJSDocTags(node);
        if (name !== undefined && tags.some((tag) => tag.getText().includes('{SwitchError}'))) this.#blocking.add(name);
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
}
