import dns from 'node:dns';
import { cooperateAll, withoutCallback } from '../shared/functions.ts';
import type { BlockingLookups, BlockingQueries } from './types.ts';

export const QUERIES = [
  'resolve',
  'resolve4',
  'resolve6',
  'resolveAny',
  'resolveCaa',
  'resolveCname',
  'resolveMx',
  'resolveNaptr',
  'resolveNs',
  'resolvePtr',
  'resolveSoa',
  'resolveSrv',
  'resolveTlsa',
  'resolveTxt',
  'reverse',
] as const;

/** The names of the functions that block where they are given no callback. */
export const implementedFunctions = ['lookup', 'lookupService', ...QUERIES] as const;

type Name = (typeof implementedFunctions)[number];

/** Asks `dns.promises` of this moment. */
async function ask(name: Name, args: readonly unknown[]): Promise<unknown> {
  return await (Reflect.get(dns.promises, name) as (...args: readonly unknown[]) => Promise<unknown>)(...args);
}

const asynchronous = Object.fromEntries(
  implementedFunctions.map((name) => [name, withoutCallback((args) => ask(name, args))]),
) as Record<Name, ReturnType<typeof withoutCallback>>;

/** What the module becomes: without a callback its functions return the results. */
export type CooperativeDns = Omit<typeof dns, 'Resolver'> & BlockingLookups & BlockingQueries;

/** The cooperative functions; those that this Node lacks are undefined. */
export const functions = cooperateAll('dns', dns as unknown as CooperativeDns, asynchronous);
