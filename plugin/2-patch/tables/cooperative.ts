import { dirname, isAbsolute, relative, resolve } from 'node:path';
import type { ResolvedOptions } from '../../interface/options.ts';
import { isPath, stemOf } from '../../interface/resolve-patch.ts';

/** The cooperative version of a module. */
export interface Replacement {
  /** The module that generated code imports. */
  module: string;
  /** Whether the export `name` differs from the original's; references to the others stay as they are. */
  covers: (name: string) => boolean;
  /** Whether the default export is an object that has the other exports as its properties. */
  defaultHasExports: boolean;
  /**
   * Whether the module is a function or an object that others must recognise, as `EventEmitter` and `Atomics` are: then only its
   * members are replaced.
   */
  memberwise: boolean;
  /** The export that is the module itself. */
  itself?: string;
  /** The module whose `green` gives the view of what is used, if that takes the place of the original. */
  green?: string;
}

/** What is replaced in a file: modules by their specifiers there, globals by their names. */
export interface Table {
  moduleNamed: (specifier: string) => Replacement | undefined;
  globals: ReadonlyMap<string, Replacement>;
  /** Globals some of whose members are replaced. */
  objects: ReadonlyMap<string, Replacement>;
}

/** What decides about the table of a file. */
export type TableOptions = Pick<ResolvedOptions, 'runtime' | 'patch'> & { readonly filename?: string | null };

/** Names of the global object, in one environment or another. */
export const GLOBAL_OBJECTS: ReadonlySet<string> = new Set(['globalThis', 'window', 'self', 'global']);

/** Original module: what takes its place, and the names of the exports that are cooperative there. */
const MODULES: Record<string, OurModule> = {
  child_process: { module: 'node/child-process', covered: /^(?:exec|execFile|spawn)Sync$/ },
  crypto: {
    module: 'node/crypto',
    covered:
      /^(?:(?:argon2|checkPrime|generateKey|generateKeyPair|generatePrime|hkdf|pbkdf2|randomFill|scrypt)Sync|randomBytes|sign|verify)$/,
  },
  dns: { module: 'node/dns', covered: /^(?:lookup|lookupService|resolve.*|reverse|Resolver)$/ },
  events: { module: 'node/events', covered: /^once$/, memberwise: true, itself: 'EventEmitter' },
  fs: { module: 'node/fs', covered: /Sync$/ },
  readline: { module: 'node/readline', covered: /^createInterface$/ },
  stream: { module: 'node/stream', covered: /^(?:finished|pipeline)$/, memberwise: true, itself: 'Stream' },
  'timers/promises': { module: 'node/timers-promises', covered: /^(?:setTimeout|setImmediate|setInterval|scheduler)$/ },
  zlib: { module: 'node/zlib', covered: /Sync$/ },
};

interface OurModule {
  module: string;
  covered: RegExp;
  memberwise?: boolean;
  itself?: string;
}

/** The packages with an adapter of ours, whose `green` knows them. */
const ADAPTERS = [
  'amqplib',
  'ioredis',
  'mqtt',
  'mysql2',
  'nats',
  'nodemailer',
  'pg',
  'playwright-core',
  'redis',
  'undici',
  'ws',
];

/** The packages of the AWS SDK, which are alike. */
const OF_AWS = /^@aws-sdk\/(?:client|lib)-/;

/** The packages for which an adapter of ours, which has all of their exports, is put in their place. */
const REPLACED: ReadonlyMap<string, string> = new Map([['@opentelemetry/api', 'opentelemetry']]);

/** Global: the module that exports its replacement under the same name. */
const GLOBALS: Record<string, string> = {
  fetch: 'web/fetch',
  XMLHttpRequest: 'web/xml-http-request',
  alert: 'web/dialogs',
  confirm: 'web/dialogs',
  prompt: 'web/dialogs',
};

/** Global object, which is memberwise: the module that exports its cooperative functions. */
const OBJECTS: Record<string, OurModule> = { Atomics: { module: 'web/atomics', covered: /^wait$/ } };

/** The names of what is global and has a cooperative version. */
export const COOPERATIVE_GLOBALS: readonly string[] = [...Object.keys(GLOBALS), ...Object.keys(OBJECTS)];

/**
 * What a compilation replaces: our own cooperative modules, imported from the package `options.runtime`, and those that
 * the user adds with the option `patch`, which take precedence.
 */
export function createTable({ runtime, patch, filename = null }: TableOptions): Table {
  const modules = new Map<string, Replacement>();
  for (const [name, entry] of Object.entries(MODULES)) modules.set(name, ours(runtime, entry));
  const own = typeof patch === 'object' ? Object.entries(patch) : [];
  for (const [key, value] of own) {
    if (typeof value !== 'string') for (const name of value) modules.set(nameOf(name, null), seenGreen(name, runtime));
    // A replacement that imports its original gets the original.
    else if (filename !== null && isPath(value) && stemOf(value) === stemOf(filename))
      modules.delete(nameOf(key, null));
    else modules.set(nameOf(key, null), theirs(value, filename));
  }
  const globals = new Map<string, Replacement>();
  for (const [name, module] of Object.entries(GLOBALS)) {
    globals.set(name, ours(runtime, { module, covered: new RegExp(`^${name}$`) }));
  }
  const objects = new Map<string, Replacement>();
  for (const [name, entry] of Object.entries(OBJECTS)) objects.set(name, ours(runtime, { ...entry, memberwise: true }));
  const moduleNamed = (specifier: string): Replacement | undefined => {
    const replacement = modules.get(nameOf(specifier, filename));
    if (replacement !== undefined || isPath(specifier)) return replacement;
    // A whole package.
    const whole = modules.get(packageOf(specifier));
    return whole?.green === undefined ? undefined : whole;
  };
  return { moduleNamed, globals, objects };
}

function packageOf(specifier: string): string {
  return /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;
}

/** What is seen through a view. Everything is: what a module hands out may be anything. */
function seenGreen(name: string, runtime: string): Replacement {
  const replaced = REPLACED.get(name);
  if (replaced !== undefined) return theirs(`${runtime}/adapters/${replaced}`, null);
  const adapter = OF_AWS.test(name) ? 'aws-sdk' : ADAPTERS.find((adapted) => adapted === packageOf(name));
  const green = `${runtime}/${adapter === undefined ? 'green' : `adapters/${adapter}`}`;
  return { module: name, covers: () => true, defaultHasExports: false, memberwise: false, green };
}

/** What a specifier means in a file, in whichever way it is written: the name of a module, or the path of a file. */
function nameOf(specifier: string, filename: string | null): string {
  if (!isPath(specifier)) return specifier.replace(/^node:/, '');
  return stemOf(filename === null ? specifier : resolve(dirname(filename), specifier));
}

/** What the user replaces a module with, as the file can import it. */
function theirs(module: string, filename: string | null): Replacement {
  const isElsewhere = filename !== null && isAbsolute(module);
  const path = isElsewhere ? relative(dirname(filename), module).replaceAll('\\', '/') : module;
  const specifier = isElsewhere && !path.startsWith('.') ? `./${path}` : path;
  return { module: specifier, covers: () => true, defaultHasExports: false, memberwise: false };
}

function ours(runtime: string, { module, covered, memberwise = false, itself }: OurModule): Replacement {
  const covers = (name: string): boolean => covered.test(name);
  const named = itself === undefined ? {} : { itself };
  return { module: `${runtime}/${module}`, covers, defaultHasExports: true, memberwise, ...named };
}
