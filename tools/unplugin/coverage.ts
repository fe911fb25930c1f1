import type { OtherPlugin } from './other-plugins.ts';

/** What counts in Vitest: V8, or istanbul, which puts counters into files. */
interface CoverageProvider {
  name?: string;
  version?: string;
  options?: { experimentalAstAwareRemapping?: boolean };
  onFileTransform?: unknown;
  isIncluded?(filename: string): boolean;
}

/** Vitest, as far as it matters here. */
export interface Vitest {
  readonly coverageProvider?: CoverageProvider | null;
}

/** The plugin that puts the counters into files. It comes after all those of users. */
const INSTRUMENTING = 'vitest:coverage-transform';

/** Vitest since this one finds what V8 has counted by the syntax of the program. */
const BY_SYNTAX = 4;

/** Which files Vitest counts the coverage of. They are compiled when there are counters in them, so that what is counted is the source. */
export class Coverage {
  #vitest: Vitest | null = null;
  readonly #left = new Set<string>();

  /** Vitest tells of itself, before any file is read. */
  watch(vitest: Vitest): void {
    this.#vitest = vitest;
  }

  /** Whether V8 counts, in a way that can be told what to count. */
  get isByV8(): boolean {
    const { name, version = '', options } = this.#vitest?.coverageProvider ?? {};
    return name === 'v8' && (parseInt(version) >= BY_SYNTAX || options?.experimentalAstAwareRemapping === true);
  }

  /** Whether a file is left until it has its counters. */
  leaves(id: string, filename: string): boolean {
    const provider = this.#vitest?.coverageProvider;
    const counts = typeof provider?.onFileTransform === 'function' || this.isByV8;
    const isCounted = counts && provider?.isIncluded?.(filename) !== false;
    if (isCounted) this.#left.add(id);
    else this.#left.delete(id);
    return isCounted;
  }

  hasLeft(id: string): boolean {
    return this.#left.has(id);
  }
}

/** Whether a plugin is the one that puts the counters into files. What moves mocks is behind that. */
export function addsCounters({ name }: OtherPlugin): boolean {
  return name === INSTRUMENTING;
}
