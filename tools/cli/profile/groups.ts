import type { StackLine, WaitSite } from '../../../runtime/observe/index.ts';

/** A call in one place, whoever has called that. */
export interface WaitGroup {
  readonly call: string;
  readonly kind: WaitSite['kind'];
  readonly place: StackLine | null;
  readonly count: number;
  readonly blocked: number;
  readonly longest: number;
  readonly idle: number;
  /** From where it is called, the longest first. */
  readonly sites: readonly WaitSite[];
}

/** Takes together what waits in the same place, the longest first. */
export function groupWaits(waits: readonly WaitSite[]): WaitGroup[] {
  const groups = new Map<string, WaitSite[]>();
  for (const site of waits) {
    const [place] = site.stack;
    const key = [site.call, site.kind, place?.file, place?.line, place?.column, place?.functionName].join('\n');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [site]);
    else group.push(site);
  }
  return [...groups.values()].map(groupOf).sort((a, b) => b.blocked - a.blocked);
}

function groupOf(sites: readonly WaitSite[]): WaitGroup {
  const [{ call, kind, stack }] = sites as [WaitSite];
  const sum = (key: 'count' | 'blocked' | 'idle'): number => sites.reduce((total, site) => total + site[key], 0);
  return {
    call,
    kind,
    place: stack[0] ?? null,
    count: sum('count'),
    blocked: sum('blocked'),
    longest: Math.max(...sites.map(({ longest }) => longest)),
    idle: sum('idle'),
    sites,
  };
}
