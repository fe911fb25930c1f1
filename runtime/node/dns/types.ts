import type * as dns from 'node:dns';

/** `lookup` and `lookupService` where they are given no callback. */
export interface BlockingLookups {
  lookup(hostname: string, options: dns.LookupAllOptions): dns.LookupAddress[];
  lookup(hostname: string, options?: dns.LookupOneOptions | number): dns.LookupAddress;
  lookup(hostname: string, options: dns.LookupOptions): dns.LookupAddress | dns.LookupAddress[];
  lookupService(address: string, port: number): { hostname: string; service: string };
}

/** The queries, of the module and of a `Resolver`, where they are given no callback. */
export interface BlockingQueries {
  resolve(hostname: string, rrtype?: 'A' | 'AAAA' | 'CNAME' | 'NS' | 'PTR'): string[];
  resolve(hostname: string, rrtype: 'ANY'): dns.AnyRecord[];
  resolve(hostname: string, rrtype: 'CAA'): dns.CaaRecord[];
  resolve(hostname: string, rrtype: 'MX'): dns.MxRecord[];
  resolve(hostname: string, rrtype: 'NAPTR'): dns.NaptrRecord[];
  resolve(hostname: string, rrtype: 'SOA'): dns.SoaRecord;
  resolve(hostname: string, rrtype: 'SRV'): dns.SrvRecord[];
  resolve(hostname: string, rrtype: 'TXT'): string[][];
  resolve4(hostname: string): string[];
  resolve4(hostname: string, options: dns.ResolveWithTtlOptions): dns.RecordWithTtl[];
  resolve4(hostname: string, options: dns.ResolveOptions): string[] | dns.RecordWithTtl[];
  resolve6(hostname: string): string[];
  resolve6(hostname: string, options: dns.ResolveWithTtlOptions): dns.RecordWithTtl[];
  resolve6(hostname: string, options: dns.ResolveOptions): string[] | dns.RecordWithTtl[];
  resolveAny(hostname: string): dns.AnyRecord[];
  resolveCaa(hostname: string): dns.CaaRecord[];
  resolveCname(hostname: string): string[];
  resolveMx(hostname: string): dns.MxRecord[];
  resolveNaptr(hostname: string): dns.NaptrRecord[];
  resolveNs(hostname: string): string[];
  resolvePtr(hostname: string): string[];
  resolveSoa(hostname: string): dns.SoaRecord;
  resolveSrv(hostname: string): dns.SrvRecord[];
  resolveTlsa(hostname: string): object[];
  resolveTxt(hostname: string): string[][];
  reverse(ip: string): string[];
}
