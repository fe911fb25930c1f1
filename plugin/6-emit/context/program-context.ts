import type { types as t } from '@babel/core';
import type { Clause } from '../../3-analyze/cancellations/clauses.ts';
import type { Analysis, Scope } from '../../3-analyze/model.ts';
import type { Handlers } from './handlers.ts';
import type { ResolvedOptions } from '../../interface/options.ts';
import { refuse, type RefusedError } from '../../interface/diagnostics.ts';
import { id } from '../../syntax/build.ts';

/** What the emission of a whole program shares. */
export class ProgramContext {
  readonly analysis: Analysis;
  readonly handlers: Handlers;
  readonly options: ResolvedOptions;
  /** Local name of each function of the contract that the program uses. */
  readonly helpers = new Map<string, string>();
  /** Statements that a scope must begin with, by the node of the scope. */
  readonly preludes = new Map<t.Node, t.Statement[]>();
  /** Statements that the program begins with, after its imports of the contract. */
  readonly opening: t.Statement[] = [];
  /** Statements that must come right after the declaration of a class or function. */
  readonly epilogues = new Map<t.Node, t.Statement[]>();
  /** What the `catch` clauses of the source do with cancellations. */
  readonly clauses: ReadonlyMap<t.Node, Clause>;
  /** The functions that the private methods of the classes around became, innermost class last. */
  readonly privateMethods: Map<string, string | null>[] = [];
  /** The private methods that are used otherwise than by calling them. */
  readonly privateValues = new Set<t.Node>();
  /** Where the outer parts of classes mention these by their own names, and the objects that have them. */
  readonly ownNames = new Map<t.Node, string>();
  readonly #boxes = new Map<Scope, string>();
  readonly #fixed = new Map<string, string>();
  /** The first suffix of each generated name that may be free: large programs have thousands. */
  readonly #suffixes = new Map<string, number>();

  constructor(analysis: Analysis, options: ResolvedOptions, clauses: ReadonlyMap<t.Node, Clause>, handlers: Handlers) {
    this.analysis = analysis;
    this.handlers = handlers;
    this.options = options;
    this.clauses = clauses;
  }

  /** The function that a private method became; undefined for one that stayed, and for private fields. */
  privateMethod(name: string): string | undefined {
    return this.privateMethods.findLast((methods) => methods.has(name))?.get(name) ?? undefined;
  }

  refuse(node: t.Node): RefusedError {
    return refuse('GREENLETS103', node);
  }

  /** A reference to a function (or object) of `greenlets/internal`; it is imported in the end. */
  helper(name: string): t.Identifier {
    const local = this.helpers.get(name) ?? this.unique(name);
    this.helpers.set(name, local);
    return id(local);
  }

  /** A name that occurs nowhere in the program; where names may occur unseen, one that nobody would choose. */
  unique(hint: string): string {
    const { names, dynamic } = this.analysis;
    const name = dynamic ? `${hint}$greenlets` : hint;
    let suffix = this.#suffixes.get(name) ?? 0;
    let candidate: string;
    do {
      candidate = suffix === 0 ? name : `${name}_${suffix}`;
      suffix++;
    } while (names.has(candidate));
    names.add(candidate);
    this.#suffixes.set(name, suffix);
    return candidate;
  }

  /** A generated name that all functions of the program use side by side. */
  fixed(name: string): string {
    const local = this.#fixed.get(name) ?? this.unique(name);
    this.#fixed.set(name, local);
    return local;
  }

  /** The variable that holds the shared variables of a scope. */
  box(scope: Scope): string {
    const name = this.#boxes.get(scope) ?? this.unique('scope');
    this.#boxes.set(scope, name);
    return name;
  }
}
