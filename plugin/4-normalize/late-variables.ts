import { types as t } from '@babel/core';
import type { Resolution, Binding, LateVariable } from '../3-analyze/model.ts';
import { mayBeInDeadZone } from '../3-analyze/scopes/early-runs.ts';
import { uniqueName } from '../syntax/names/unique-name.ts';

/**
 * The variables of a module whose declarations have moved into the function that runs its top level: the language no longer
 * makes sure that nobody uses one before it has its value, or assigns to a constant. The emitter does.
 */
export class LateVariables {
  readonly #analysis: Resolution;
  readonly #exported: ReadonlySet<t.Node>;
  readonly #found = new Map<string, LateVariable>();

  /** @param analysis of the module as the source has it */
  constructor(analysis: Resolution) {
    this.#analysis = analysis;
    this.#exported = new Set((analysis.program.node as t.Program).body.flatMap(localNames));
  }

  get found(): ReadonlyMap<string, LateVariable> {
    return this.#found;
  }

  /**
   * @param id the name in the declaration that becomes an assignment
   * @param isExported whether the declaration itself is exported
   * @returns whether something may use the variable too early
   */
  add(id: t.Identifier, kind: t.VariableDeclaration['kind'], isExported: boolean): boolean {
    const binding = this.#analysis.program.scope?.bindings.get(id.name);
    if (binding === undefined || kind === 'var') return false;
    const isConstant = kind !== 'let';
    const early = binding.refs.filter((ref) => this.#mayBeEarly(ref.node, binding));
    if (early.length === 0 && !(isConstant && binding.refs.some(({ write }) => write))) return false;
    const isSeen = isExported || binding.refs.some(({ node }) => this.#isSeen(node)) || this.#analysis.dynamic;
    const timely = binding.refs.map(({ node }) => node).filter((node) => !early.some((ref) => ref.node === node));
    this.#found.set(id.name, {
      initial: id,
      timely: new Set(timely),
      isConstant,
      state: early.length === 0 ? null : isSeen ? uniqueName(`${id.name}_state`, this.#analysis.names) : id.name,
    });
    return early.length > 0;
  }

  /** Notes where a variable is declared instead. */
  declare(id: t.Identifier): void {
    this.#found.get(id.name)?.timely.add(id);
  }

  /** Whether others read the variable itself: those who import it, JSX, dynamic code. */
  #isSeen(node: t.Node): boolean {
    return this.#exported.has(node) || t.isJSXIdentifier(node);
  }

  #mayBeEarly(node: t.Node, binding: Binding): boolean {
    const ref = this.#analysis.refOf.get(node);
    return ref !== undefined && !this.#isSeen(node) && mayBeInDeadZone(ref, binding, this.#analysis);
  }
}

/** `export { x }` */
function localNames(statement: t.Statement): t.Node[] {
  if (!t.isExportNamedDeclaration(statement) || statement.source) return [];
  return statement.specifiers.flatMap((each) => (t.isExportSpecifier(each) ? [each.local] : []));
}
