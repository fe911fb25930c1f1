import type { SpawnSyncOptions } from 'node:child_process';

/** What `spawnSync` was asked for. */
export interface Request {
  readonly file: string;
  readonly args: readonly string[];
  readonly options: SpawnSyncOptions;
}

/** The arguments of `spawnSync` and `execFileSync`, whose second one can be left out. What options inherit is not looked at. */
export function requestOf([file, args, options]: readonly unknown[]): Request {
  const list = Array.isArray(args) ? (args as string[]) : [];
  const given = isOptions(args) ? args : options;
  return { file: file as string, args: list, options: { ...(given as object | undefined) } };
}

/** Whether the second argument is options. */
function isOptions(args: unknown): args is object {
  return typeof args === 'object' && args !== null && !Array.isArray(args);
}

/** The arguments of `execSync`: the command is for a shell. */
export function commandOf([command, given]: readonly unknown[]): Request {
  const options = optionsOf(given);
  const { shell } = options;
  return {
    file: command as string,
    args: [],
    options: { ...options, shell: typeof shell === 'string' ? shell : true },
  };
}

/** Arguments that `spawnSync` refuses, and those whose meaning is nowhere told: they are left to the original. */
function isOddRequest(all: readonly unknown[]): boolean {
  const [file, args, options] = all;
  if (typeof file !== 'string' || !isOptionalObject(args) || !isOptionalObject(options)) return true;
  return hasOddOptions(requestOf(all).options);
}

/** The same for `spawnSync`, which refuses null for options. */
export function isOddSpawn(all: readonly unknown[]): boolean {
  const [, args, options] = all;
  return (options === null && !isOptions(args)) || isOddRequest(all);
}

/** The same for `execFileSync`, which takes what comes after options for a callback. */
export function isOddExecution(all: readonly unknown[]): boolean {
  const [, args, options] = all;
  return (isOptions(args) && options != null) || isOddRequest(all);
}

/** The same for `execSync`, whose complaint of a null byte names the command. */
export function isOddCommand([command, options]: readonly unknown[]): boolean {
  return typeof command !== 'string' || command.includes('\0') || hasOddOptions(optionsOf(options));
}

/** As `execSync` takes them: whatever is no object has none, such as the index that `map` passes. */
function optionsOf(value: unknown): SpawnSyncOptions {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function isOptionalObject(value: unknown): boolean {
  return value === undefined || value === null || typeof value === 'object';
}

/** The asynchronous `spawn` checks all the others. An empty `cwd` it takes for none. */
function hasOddOptions({ cwd, input, maxBuffer, stdio }: SpawnSyncOptions): boolean {
  if (cwd === '') return true;
  const limit: unknown = maxBuffer ?? 0;
  if (typeof limit !== 'number' || !(limit >= 0)) return true;
  const text: unknown = input;
  if (Boolean(text) && typeof text !== 'string' && !ArrayBuffer.isView(text)) return true;
  return (Array.isArray(stdio) ? (stdio as unknown[]) : [stdio]).some(isOddStream);
}

const PLAIN_STREAMS: ReadonlySet<unknown> = new Set([undefined, null, '', 'pipe', 'ignore', 'inherit', 'overlapped']);

function isOddStream(stream: unknown): boolean {
  if (PLAIN_STREAMS.has(stream) || typeof stream === 'number') return false;
  // A stream that has a descriptor; `input` is for this module's own use.
  return typeof stream !== 'object' || ArrayBuffer.isView(stream) || (stream as { input?: unknown }).input != null;
}
