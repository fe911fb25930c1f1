import { captureDeepStack, type StackFrame } from './deep-stack.ts';

/** The file of this module: alone, or with others in the chunk to which tsdown.config.ts gives this name. Bundlers of programs make other files. */
const OWN_FILE = /^(.*[\\/])(?:core[\\/]borders[\\/]own-frames\.\w+|shared-core\.[cm]js)$/;

let folder: string | null | undefined;

/** Where the files of the library are; null if they cannot be told from those of the program. */
function ownFolder(): string | null {
  if (folder === undefined) {
    const [own] = captureDeepStack(captureDeepStack);
    folder = OWN_FILE.exec(pathOf(own))?.[1] ?? null;
  }
  return folder;
}

/** ES modules are known by their URLs, and CommonJS by paths: a program may have the library in both formats. */
function pathOf(frame: StackFrame | undefined): string {
  return frame?.file?.replace(/^file:\/\//, '') ?? '';
}

/** Whether the files of the library can be told from those of the program. */
export function knowsOwn(): boolean {
  return ownFolder() !== null;
}

/** Whether the function of a frame belongs to the library. */
export function isOwn(frame: StackFrame | undefined): boolean {
  const own = ownFolder();
  return own !== null && pathOf(frame).startsWith(own);
}

/** Whether the function of a frame belongs to the program: not to the library, nor to the engine. */
export function isOfProgram(frame: StackFrame): boolean {
  return frame.file !== null && !frame.file.startsWith('node:') && !isOwn(frame);
}

/** What people call the function of a frame: `Queue.get`. */
export function publicName({ text }: StackFrame): string {
  const at = text.indexOf(' (');
  return at === -1 ? text : text.slice(0, at);
}
