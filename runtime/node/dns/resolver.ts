import dns from 'node:dns';
import { forCompiledCallers, overrideMethod } from '../../web/override.ts';
import { cooperative } from '../shared/cooperative.ts';
import { withoutCallback } from '../shared/functions.ts';
import { invoke } from '../shared/invoke.ts';
import { QUERIES } from './functions.ts';
import type { BlockingQueries } from './types.ts';

/** A resolver whose queries block where compiled code makes them without a callback. */
class CooperativeResolver extends dns.Resolver {
  constructor(options?: dns.ResolverOptions) {
    super(options);
    for (const name of QUERIES) overrideMethod(this, name, (query) => forCompiledCallers(query, blocking(name, query)));
  }
}

function blocking(name: string, query: (...args: never[]) => unknown): (...args: never[]) => unknown {
  const how = withoutCallback((args, site) =>
    invoke((callback) => (query as (...all: unknown[]) => unknown)(...args, callback), [], site),
  );
  return cooperative(`resolver.${name}()`, query, how);
}

Object.defineProperty(CooperativeResolver, 'name', { value: 'Resolver' });

/** A `Resolver` of `node:dns` whose queries block in greenlets, without a callback. */
export type Resolver = dns.Resolver & BlockingQueries;
/** The class `Resolver`. */
export const Resolver = CooperativeResolver as new (options?: dns.ResolverOptions) => Resolver;
