/**
 * `node:dns` whose functions block where they are given no callback: they return what those of `dns.promises` are fulfilled
 * with. With a callback they are the originals. Everything else is that of `node:dns`.
 *
 * Kill and timeout safety: the question cannot be taken back; its answer is dropped.
 *
 * @throws {SwitchError} outside greenlets, and where unmarked code stands in between; nothing has been asked then
 */
import dns from 'node:dns';
import { overlay } from '../shared/overlay.ts';
import { functions, implementedFunctions, type CooperativeDns } from './functions.ts';
import { Resolver } from './resolver.ts';

export * from 'node:dns';
export { Resolver } from './resolver.ts';
export const {
  lookup,
  lookupService,
  resolve,
  resolve4,
  resolve6,
  resolveAny,
  resolveCaa,
  resolveCname,
  resolveMx,
  resolveNaptr,
  resolveNs,
  resolvePtr,
  resolveSoa,
  resolveSrv,
  resolveTlsa,
  resolveTxt,
  reverse,
} = functions;

/** The names that this module replaces. */
export const implemented = [...implementedFunctions, 'Resolver'] as const;

/** The module as an object, as `import dns from 'node:dns'` has it. */
const cooperativeDns = overlay(dns, { ...functions, Resolver }) as CooperativeDns & {
  Resolver: typeof Resolver;
};
export default cooperativeDns;
