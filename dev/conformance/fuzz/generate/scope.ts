/** What a variable holds, so that most operations make sense. */
export type Kind =
  | 'value'
  | 'function'
  | 'object'
  | 'array'
  | 'class'
  | 'iterable'
  | 'waiting'
  | 'generator'
  | 'async function'
  | 'async generator';

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
  /** `await` is allowed. */
  awaits: boolean;
  /** `yield` is allowed. */
  yields: boolean;
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
    const changed = { ...this.rules, awaits: false, yields: false, ...rules };
    return new Scope(this, { rules: changed, labels: [], inLoop: false, inSwitch: false });
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
    return [...this.visible().values()].filter((variable) => variable.kind === kind);
  }

  /** Inner variables hide outer ones of the same name. */
  private visible(): Map<string, Variable> {
    return new Map([...(this.#parent?.visible() ?? []), ...this.#variables]);
  }

  /** Notes that code of this scope uses a variable. */
  use({ name }: Variable): string {
    this.note(name);
    return name;
  }

  private note(name: string): void {
    if (this.#variables.has(name)) return;
    this.#used.add(name);
    this.#parent?.note(name);
  }
}

const PLAIN_RULES: FunctionRules = {
  suspends: true,
  hasThis: false,
  hasArguments: false,
  hasSuper: false,
  canReturn: false,
  awaits: false,
  yields: false,
};
