/** An address, and what is known about it. */
export interface Link {
  address: string;
  /** The pages that refer to it. */
  foundOn: string[];
  /** Why it is broken; null if it is not, or not known to be. */
  problem: string | null;
}

/** All that a crawl has found out so far. */
export class Findings {
  /** How many pages were read. */
  pages = 0;
  /** How many addresses were checked, pages or not. */
  checked = 0;

  readonly #links = new Map<string, Link>();

  /** Takes note that `page` refers to `address`. Returns true if nobody did before. */
  add(address: string, page: string): boolean {
    const link = this.#links.get(address);
    if (link === undefined) this.#links.set(address, { address, foundOn: [page], problem: null });
    else link.foundOn.push(page);
    return link === undefined;
  }

  has(address: string): boolean {
    return this.#links.has(address);
  }

  /** Takes note of the outcome for an address that was added before. */
  record(address: string, problem: string | null): void {
    const link = this.#links.get(address);
    if (link !== undefined) link.problem = problem;
    this.checked++;
  }

  /** How many different addresses were found. */
  get known(): number {
    return this.#links.size;
  }

  /** How many links stand on all pages together. */
  get references(): number {
    let references = 0;
    for (const link of this.#links.values()) references += link.foundOn.length;
    return references;
  }

  /** The broken links, by address. */
  get broken(): Link[] {
    const broken = [...this.#links.values()].filter((link) => link.problem !== null);
    return broken.sort((a, b) => (a.address < b.address ? -1 : 1));
  }
}
