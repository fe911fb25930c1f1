'use greenlet';

import { Pool, Queue } from 'greenlets';
import { download, probe } from './download.ts';
import { Findings } from './findings.ts';
import { extractLinks, isOnSite } from './links.ts';

export interface CrawlOptions {
  /** How many greenlets work at the same time. */
  workers: number;
  /** How long to wait for one answer, in ms. */
  timeout: number;
  /** How many pages (and images, and other files) of the site are read at most. */
  maxPages: number;
  /** Whether links to other sites are checked, too. */
  external: boolean;
  /** Called whenever another address was checked. */
  onProgress?: (findings: Findings) => void;
}

/** What the workers share. */
interface Crawl extends CrawlOptions {
  origin: string;
  queue: Queue<string>;
  findings: Findings;
  /** How many addresses of the site were put into the queue. */
  followed: number;
}

/**
 * Reads the site from `start` on, following its links, and checks each of them once. Blocks until all are checked.
 *
 * Kill and timeout safety: the workers are killed with the caller.
 */
export function crawl(start: string, options: CrawlOptions): Findings {
  const { origin } = new URL(start);
  const shared: Crawl = { ...options, origin, queue: new Queue<string>(), findings: new Findings(), followed: 0 };
  follow(shared, start, 'the command line');

  const pool = new Pool(options.workers);
  try {
    for (let i = 0; i < options.workers; i++) pool.spawn(work, shared);
    shared.queue.join();
  } finally {
    pool.kill();
  }
  return shared.findings;
}

/** A worker: takes one address after the other, and adds the links that it finds there. Never returns. */
function work(shared: Crawl): void {
  for (;;) {
    const address = shared.queue.get();
    try {
      visit(shared, address);
    } finally {
      shared.queue.taskDone();
    }
  }
}

function visit(shared: Crawl, address: string): void {
  const { origin, timeout, findings } = shared;
  const isPage = isOnSite(address, origin);
  const answer = isPage ? download(address, timeout) : probe(address, timeout);

  if (answer.html !== null && isOnSite(answer.address, origin)) {
    findings.pages++;
    for (const link of extractLinks(answer.html, answer.address)) follow(shared, link, address);
  }
  findings.record(address, answer.problem);
  shared.onProgress?.(findings);
}

/** Puts a link into the queue, unless it is known already or not wanted. */
function follow(shared: Crawl, link: string, page: string): void {
  if (!isWanted(shared, link) || !shared.findings.add(link, page)) return;
  if (isOnSite(link, shared.origin)) shared.followed++;
  shared.queue.put(link);
}

/** What is no address at all is wanted, since it is a broken link of the page. */
function isWanted({ origin, external, followed, maxPages, findings }: Crawl, link: string): boolean {
  if (!URL.canParse(link)) return true;
  if (!isOnSite(link, origin)) return external;
  return followed < maxPages || findings.has(link);
}
