/** What a variable holds, so that most operations make sense. */
export type Kind = 'value' | 'function' | 'object' | 'array' | 'class' | 'iterable' | 'waiting';

export interface Variable {
  name: string;
  kind: Kind;
  constant: boolean;
}

/** What a piece of code may do because of the function it is in. */
export interface FunctionRules {
  /** Calls that may block are allowed: not in accessors, field initializers, generators that unmarked code resumes. */
  suspends: boolean;
  /** `this.p` makes sense. */
  hasThis: boolean;
  hasArguments: boolean;
  hasSuper: boolean;
  canReturn: boolean;
  isGenerator: boolean;
}

export interface Label {
  name: string;
  isLoop: boolean;
}

/** The names that a piece of code can see, and the jumps that it can make. */
export class Scope {
  readonly rules: FunctionRules;
  readonly labels: readonly Label[];
  readonly inLoop: boolean;
  readonly inSwitch: boolean;
  readonly #parent: Scope | null;
  readonly #variables = new Map<string, Variable>();
  /** Names of outer variables that code of this scope already uses: declaring them here would change what it means. */
  readonly #used = new Set<string>();

  constructor(parent: Scope | null, changes: Partial<Pick<Scope, 'rules' | 'labels' | 'inLoop' | 'inSwitch'>> = {}) {
    this.#parent = parent;
    this.rules = changes.rules ?? parent?.rules ?? PLAIN_RULES;
    this.labels = changes.labels ?? parent?.labels ?? [];
    this.inLoop = changes.inLoop ?? parent?.inLoop ?? false;
    this.inSwitch = changes.inSwitch ?? parent?.inSwitch ?? false;
  }

  block(): Scope {
    return new Scope(this);
  }

  loop(labels: readonly Label[] = this.labels): Scope {
    return new Scope(this, { inLoop: true, inSwitch: false, labels });
  }

  /** Inside a labelled statement. */
  withLabel(label: Label): Scope {
    return new Scope(this, { labels: [...this.labels, label] });
  }

  /** The scope of a nested function. */
  fn(rules: Partial<FunctionRules>): Scope {
    return new Scope(this, { rules: { ...this.rules, ...rules }, labels: [], inLoop: false, inSwitch: false });
  }

  declare(name: string, kind: Kind, constant = false): Variable {
    const variable = { name, kind, constant };
    this.#variables.set(name, variable);
    return variable;
  }

  canDeclare(name: string): boolean {
    return !this.#variables.has(name) && !this.#used.has(name);
  }

  /** The visible variables of a kind. */
  all(kind: Kind): Variable[] {
    const seen = new Set<string>();
    const found: Variable[] = [];
    for (let scope: Scope | null = this; scope !== null; scope = scope.#parent) {
      for (const variable of scope.#variables.values()) {
        if (seen.has(variable.name)) continue;
        seen.add(variable.name);
        if (variable.kind === kind) found.push(variable);
      }
    }
    return found;
  }

  /** Notes that code of this scope uses a variable. */
  use({ name }: Variable): string {
    for (let scope: Scope | null = this; scope !== null && !scope.#variables.has(name); scope = scope.#parent) {
      scope.#used.add(name);
    }
    return name;
  }
}

const PLAIN_RULES: FunctionRules = {
  suspends: true,
  hasThis: false,
  hasArguments: false,
  hasSuper: false,
  canReturn: false,
  isGenerator: false,
};
