import type { Result } from '../check.ts';
import type { Code, Level } from '../finding.ts';

export interface Summary {
  readonly mayBlock: number;
  readonly marked: number;
  readonly borders: number;
  readonly forgotten: number;
  readonly errors: number;
  readonly warnings: number;
  readonly notes: number;
}

export function summarize({ findings, blocking }: Result): Summary {
  const ofCode = (code: Code): number => findings.filter((finding) => finding.code === code).length;
  const ofLevel = (level: Level): number => findings.filter((finding) => finding.level === level).length;
  return {
    mayBlock: blocking.length,
    marked: blocking.filter(({ marked }) => marked).length,
    borders: ofCode('GREENLETS302'),
    forgotten: ofCode('GREENLETS301'),
    errors: ofLevel('error'),
    warnings: ofLevel('warning'),
    notes: ofLevel('note'),
  };
}

/** How much of a program can wait, and what is in the way. */
export function firstLine({ mayBlock, marked, borders, forgotten }: Summary): string {
  const share = `${marked} of ${counted(mayBlock, 'function')} that may block ${mayBlock === 1 ? 'is' : 'are'} marked`;
  return `${share}; ${counted(borders, 'border')}, ${counted(forgotten, 'forgotten mark')}`;
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
