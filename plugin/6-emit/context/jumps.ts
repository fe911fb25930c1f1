import { types as t } from '@babel/core';
import { contains } from '../../syntax/children.ts';
import { assign, breakTo, equal, id, num, undef, when } from '../../syntax/build.ts';

/** Something that `break`, `continue` or `return` leaves. */
interface Target {
  labels: readonly string[];
  kind: 'loop' | 'switch' | 'block' | 'finally';
  /** The label of the block that a `break` of this target leaves instead. */
  breakLabel?: string;
  /** The variable that must say that a `break` leaves its block normally, where a jump may have been given up before. */
  breakKind?: string;
  /** The label of the block that a `continue` leaves instead, where the loop was rearranged. */
  continueLabel?: string;
  record?: Completions;
}

/**
 * How a lowered `try` was left: 0 normally, 1 by an error, and further numbers for the jumps that its `finally` block
 * must continue once it has run.
 */
export interface Completions {
  label: string;
  kind: string;
  value: string;
  jumps: Jump[];
}

type Jump = { type: 'return' } | { type: 'break' | 'continue'; label: string | null };

const FIRST_JUMP = 2;

/** The statements that enclose the one being emitted, as far as jumps care. */
export class Jumps {
  readonly #targets: Target[] = [];
  /** Where `return` only leaves a block, with its value in a variable. */
  returnTo: { label: string; value: string } | null = null;

  inside<R>(target: Target, emit: () => R): R {
    this.#targets.push(target);
    const result = emit();
    this.#targets.pop();
    return result;
  }

  /** `return value`, by way of the innermost lowered `finally`, if any. */
  emitReturn(value: t.Expression | null): t.Statement[] {
    const record = this.#innermostRecord(-1);
    if (record === null) return this.#return(value);
    return leave(record, { type: 'return' }, value ?? undef());
  }

  #return(value: t.Expression | null): t.Statement[] {
    if (this.returnTo === null) return [t.returnStatement(value)];
    return [assign(id(this.returnTo.value), value ?? undef()), breakTo(this.returnTo.label)];
  }

  emitJump(type: 'break' | 'continue', label: string | null): t.Statement[] {
    const index = this.#find(type, label);
    const record = this.#innermostRecord(index);
    if (record !== null) return leave(record, { type, label }, null);
    const target = this.#targets[index];
    const instead = type === 'break' ? target?.breakLabel : target?.continueLabel;
    if (instead !== undefined) return [...resetKind(type, target), breakTo(instead)];
    const name = label === null ? null : id(label);
    return [type === 'break' ? t.breakStatement(name) : t.continueStatement(name)];
  }

  /** What follows the `finally` block: continue the way in which the `try` was left. */
  emitContinuation({ kind, value, jumps }: Completions): t.Statement[] {
    const raise = when(equal(id(kind), num(1)), [t.throwStatement(id(value))]);
    const rest = jumps.map((jump, index) => {
      const statements = jump.type === 'return' ? this.emitReturn(id(value)) : this.emitJump(jump.type, jump.label);
      return when(equal(id(kind), num(index + FIRST_JUMP)), statements);
    });
    return [raise, ...rest];
  }

  #find(type: 'break' | 'continue', label: string | null): number {
    for (let index = this.#targets.length - 1; index >= 0; index--) {
      const { kind, labels } = this.#targets[index] as Target;
      if (label !== null) {
        if (labels.includes(label) && (type === 'break' || kind === 'loop')) return index;
      } else if (kind === 'loop' || (kind === 'switch' && type === 'break')) return index;
    }
    return -1;
  }

  #innermostRecord(outerIndex: number): Completions | null {
    for (let index = this.#targets.length - 1; index > outerIndex; index--) {
      const { record } = this.#targets[index] as Target;
      if (record !== undefined) return record;
    }
    return null;
  }
}

/**
 * Whether a jump out of native code may be given up after it was recorded: a `finally`, the end of an iteration or of a
 * `using` may throw, or jump somewhere else. Whoever goes on then must not find the record.
 */
export function mayGiveUpJumps(node: t.Node): boolean {
  return contains(
    node,
    (part) =>
      (t.isTryStatement(part) && !!part.finalizer) ||
      t.isForOfStatement(part) ||
      (t.isVariableDeclaration(part) && part.kind.includes('using')),
  );
}

function resetKind(type: Jump['type'], target: Target | undefined): t.Statement[] {
  return type === 'break' && target?.breakKind !== undefined ? [assign(id(target.breakKind), num(0))] : [];
}

function leave(record: Completions, jump: Jump, value: t.Expression | null): t.Statement[] {
  const known = record.jumps.findIndex(({ type, ...rest }) => type === jump.type && labelOf(rest) === labelOf(jump));
  const index = known >= 0 ? known : record.jumps.push(jump) - 1;
  const save = value === null ? [] : [assign(id(record.value), value)];
  return [...save, assign(id(record.kind), num(index + FIRST_JUMP)), breakTo(record.label)];
}

function labelOf(jump: object): string | null {
  return (jump as { label?: string | null }).label ?? null;
}
