/** A row of a table. */
export function row(cells: readonly (string | number)[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** Lists of what has something in common. */
export class Groups {
  readonly #items = new Map<string, Set<string>>();

  /** Adds an item; one that is there already counts once. */
  add(title: string, item: string): void {
    this.#items.set(title, (this.#items.get(title) ?? new Set()).add(item));
  }

  /** Each group under a heading of its own, with the number of its items; all in alphabetical order. */
  render(): string[] {
    const groups = [...this.#items].sort(([a], [b]) => (a < b ? -1 : 1));
    return groups.flatMap(([title, items]) => ['', `### ${title} (${items.size})`, '', ...list(items)]);
  }
}

function list(items: ReadonlySet<string>): string[] {
  return [...items].sort().map((item) => `- ${item}`);
}
