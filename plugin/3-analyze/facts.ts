import type { types as t } from '@babel/core';
import type { Notes, Resolution } from './model.ts';
import { resolve } from './scopes/resolve.ts';
import { followCalls, type FollowedCalls } from './yield-points/yield-points.ts';

/**
 * What names stand for and what calls call, found out once for all who ask, until the program changes: a pass that has changed
 * something says so.
 */
export class Facts {
  readonly #program: t.Program;
  readonly #marked: ReadonlySet<t.Node>;
  readonly #notes: Notes;
  readonly #stress: boolean;
  #resolution: Resolution | null = null;
  #calls: FollowedCalls | null = null;

  constructor(program: t.Program, marked: ReadonlySet<t.Node>, notes: Notes, stress: boolean) {
    this.#program = program;
    this.#marked = marked;
    this.#notes = notes;
    this.#stress = stress;
  }

  get resolution(): Resolution {
    this.#resolution ??= resolve(this.#program, (node) => this.#marked.has(node), this.#notes);
    return this.#resolution;
  }

  get calls(): FollowedCalls {
    this.#calls ??= followCalls(this.resolution, this.#stress);
    return this.#calls;
  }

  /** The program has changed. */
  forget(): void {
    this.#resolution = null;
    this.#calls = null;
  }
}
