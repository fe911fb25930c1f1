import type { FileFacts, OwnMark, Refusal, Verdict } from '../../../plugin/explain/facts.ts';
import { CODES, type Code, type Edit, type Finding } from '../finding.ts';
import { correctMark } from '../fix/correct-mark.ts';

/** What a file holds that the compiler might refuse. */
const REFUSABLE = /\beval\s*\(|\bwith\s*\(|\byield\b/;

/**
 * What the compiler alone finds in a file.
 *
 * @param mayBeIdle whether a mark may have no effect, as far as the program as a whole tells
 * @param verdict takes time, and is only asked for where it may matter
 */
export function findInFile(
  filename: string,
  text: string,
  facts: FileFacts,
  mayBeIdle: (mark: OwnMark) => boolean,
  verdict: () => Verdict,
): Finding[] {
  const finding = (code: Code, { start, end }: Range, message: string, edits: Edit[] = []): Finding => {
    return { code, level: CODES[code], filename, start, end, message, chain: [], edits };
  };
  const { freezing, nearMisses, own } = facts;
  const explicit = own.filter(({ kind }) => kind === 'explicit');
  const idle = explicit.filter(mayBeIdle);
  const asked = idle.length > 0 || (explicit.length > 0 && REFUSABLE.test(text)) ? verdict() : null;
  return [
    ...refusalOf(facts.refusal ?? asked?.refusal ?? null, finding),
    ...freezing.map((fact) => finding('GREENLETS201', fact, fact.message)),
    ...nearMisses.map((miss) => finding('GREENLETS202', miss, miss.message, correctMark(miss, text))),
    ...idle.filter(({ key }) => asked?.idle.has(key)).map((mark) => finding('GREENLETS305', mark, IDLE)),
  ];
}

interface Range {
  readonly start: number;
  readonly end: number;
}

const IDLE = 'this mark buys nothing: no call in here can wait, and nothing in here is compiled.';

function refusalOf(
  refusal: Refusal | null,
  finding: (code: Code, range: Range, message: string) => Finding,
): Finding[] {
  if (refusal === null || !isCode(refusal.code)) return [];
  return [finding(refusal.code, refusal, refusal.message.replace(/^\w+: /, ''))];
}

function isCode(code: string): code is Code {
  return Object.hasOwn(CODES, code);
}
