import type { Choices } from './choices.ts';
import type { Kind, Scope, Variable } from './scope.ts';

/** What the parts of the generator share while one program is written. */
export class Writer {
  readonly choices: Choices;
  /** Statements that may still be written. */
  fuel: number;
  #counter = 0;

  constructor(choices: Choices, statements: number) {
    this.choices = choices;
    this.fuel = statements;
  }

  /** A name that nothing else has. */
  fresh(prefix: string): string {
    return `${prefix}${++this.#counter}`;
  }

  /** A short name, often one that an outer scope has too. */
  lexicalName(scope: Scope): string {
    const name = this.choices.pick(['a', 'b', 'c', 'd', 'e']);
    return scope.canDeclare(name) ? name : this.fresh('x');
  }

  /** Some visible variable of a kind. */
  variable(scope: Scope, kind: Kind): Variable | null {
    const candidates = scope.all(kind);
    return candidates.length === 0 ? null : this.choices.pick(candidates);
  }

  assignable(scope: Scope): Variable | null {
    const candidates = scope.all('value').filter(({ constant }) => !constant);
    return candidates.length === 0 ? null : this.choices.pick(candidates);
  }
}
