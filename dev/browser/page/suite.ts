/** What a hook or the body of a test is. */
export type Action = () => unknown;

/** A test as the file declares it. */
export interface Test {
  readonly name: string;
  readonly body: Action;
  readonly skipped: boolean;
}

/** What a `describe` declares: its tests and blocks in their order, and the hooks around them. */
export class Suite {
  readonly entries: (Test | Suite)[] = [];
  readonly hooks: Record<Hook, Action[]> = { beforeAll: [], beforeEach: [], afterEach: [], afterAll: [] };
  /** What the function given to `describe` threw. */
  error: { thrown: unknown } | null = null;

  readonly name: string;
  readonly parent: Suite | null;
  readonly skipped: boolean;

  constructor(name: string, parent: Suite | null, skipped: boolean) {
    this.name = name;
    this.parent = parent;
    this.skipped = skipped;
  }

  /** The names of all blocks around a test, and its own. */
  title(name: string): string {
    return this.parent === null ? name : this.parent.title(`${this.name} › ${name}`);
  }
}

export type Hook = 'beforeAll' | 'beforeEach' | 'afterEach' | 'afterAll';
