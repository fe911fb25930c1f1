import { compiledStack } from '../../contract/stacks/engine.ts';
import { positionOf } from '../../contract/stacks/lines/lines.ts';
import { captureDeepStack } from '../../core/borders/deep-stack.ts';
import { isOfProgram } from '../../core/borders/own-frames.ts';
import type { StackLine } from '../stack-lines.ts';
import type { FreezeSite } from './types.ts';

const MOST_LINES = 20;

type Callee = (...args: never[]) => unknown;

type Writable = { -readonly [K in keyof FreezeSite]: FreezeSite[K] };

/** Calls outside greenlets that hold up the process, by where they are made. */
export class Freezes {
  total = 0;
  /** By the words of the engine: to ask a source map for each call would take longer than the calls. */
  readonly #sites = new Map<string, Writable>();

  /** @param callee the function that was called, which is on the native stack */
  note(call: string, ms: number, callee: Callee): void {
    const key = `${call}\n${compiledStack(callee, MOST_LINES)}`;
    let site = this.#sites.get(key);
    if (site === undefined) {
      site = { call, stack: stackOutside(callee), count: 0, blocked: 0, longest: 0 };
      this.#sites.set(key, site);
    }
    site.count++;
    site.blocked += ms;
    site.longest = Math.max(site.longest, ms);
    this.total += ms;
  }

  get sites(): FreezeSite[] {
    return [...this.#sites.values()];
  }
}

/** A function that was called by code that is not compiled is on the native stack twice, with a frame of ours in between. */
function stackOutside(callee: Callee): StackLine[] {
  const lines: StackLine[] = [];
  let isBehindOurs = false;
  for (const frame of captureDeepStack(callee)) {
    const position = positionOf(`    at ${frame.text}`);
    if (!isOfProgram(frame) || position === undefined) {
      isBehindOurs = true;
      continue;
    }
    const line = { functionName: frame.name ?? '', ...position };
    const last = lines.at(-1);
    const isTwice = isBehindOurs && last?.functionName === line.functionName && last.file === line.file;
    if (!isTwice) lines.push(line);
    isBehindOurs = false;
  }
  return lines.slice(0, MOST_LINES);
}
