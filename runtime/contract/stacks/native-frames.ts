import { IN_BODY, type Frame } from '../frame.ts';
import { captureSite, compiledStack, nameOutside, type Site } from './engine.ts';
import { framesOf, positionOf, type SourcePosition } from './lines/lines.ts';
import { lookAt } from './native-looks.ts';
import { locate } from './points.ts';
import { stacks, type NativeCall } from './state.ts';

/*
 * Generators and async generators keep their native frames. On the stack of a parked greenlet, a frame of the runtime stands for each.
 */

/** A suspended call of a native function. */
export class NativeFrame {
  readonly name: string;
  readonly #site: Site | null;

  constructor(name: string, site: Site | null) {
    this.name = name;
    this.#site = site;
  }

  /** Where the call stands that has suspended it; undefined if that is unknown. */
  get position(): SourcePosition | undefined {
    const line = lineOf(this.#site);
    return line === null ? undefined : positionOf(line);
  }
}

/** Whether the frame stands for a native one that is suspended there now. */
export function isNative(frame: Frame): boolean {
  return isOfGenerator(frame) || frame.native !== undefined;
}

function isOfGenerator({ pc }: Frame): boolean {
  return pc <= IN_BODY;
}

/** What a frame stands for; null if that is nothing, or is hidden. */
export function nativeOf(frame: Frame): NativeFrame | null {
  if (isOfGenerator(frame))
    return lookAt(frame.self, (asked) => new NativeFrame(nameOutside(asked), captureSite(asked, 1)));
  return frame.native === undefined ? null : new NativeFrame(frame.native.generator, siteOfCall(frame.native));
}

/** Where it is suspended; null if that is unknown, or is hidden. */
function siteOf(frame: Frame): Site | null {
  if (isOfGenerator(frame)) return lookAt(frame.self, (asked) => captureSite(asked, 1));
  return frame.native === undefined ? null : siteOfCall(frame.native);
}

function siteOfCall({ awaitedAt }: NativeCall): Site | null {
  if (awaitedAt === null) return null;
  return stacks.formatting ? awaitedAt.whileFormatting : awaitedAt.site;
}

/** As a stack has it; null if it is unknown. */
function lineOf(site: Site | null): string | null {
  return site === null ? null : (framesOf(site)[0] ?? null);
}

/** Native frames in the words of the engine, which are the same for the same place; null for what is hidden. */
export function placeOfNative(frame: Frame): string | null {
  if (isOfGenerator(frame)) return lookAt(frame.self, (asked) => compiledStack(asked, 1));
  return frame.native === undefined ? null : `${frame.native.generator} ${lineOf(siteOf(frame)) ?? ''}`;
}

/** The lines of all these frames, as `locate` has them. */
export function locateFrames(frames: readonly Frame[]): (string | null)[] {
  const found = locate(frames.filter((frame) => !isNative(frame))).values();
  return frames.map((frame) => (isNative(frame) ? lineOf(siteOf(frame)) : (found.next().value ?? null)));
}
