import { Command, InvalidArgumentError } from 'commander';

export interface Options {
  /** The site to check; undefined for the built-in one. */
  url: string | undefined;
  workers: number;
  /** In ms. */
  timeout: number;
  maxPages: number;
}

/** The exit code for whatever is wrong with the call itself. */
export const WRONG_USE = 2;

/** Understands the command line. Ends the process for `--help`, and for mistakes. */
export function readOptions(argv: readonly string[]): Options {
  const command = new Command('linkcheck')
    .description('Finds the broken links of a web site. Without an address, of a site that it serves itself.')
    .argument('[url]', 'the page to start from', parseUrl)
    .option('-w, --workers <n>', 'how many links are checked at the same time', parseCount, 20)
    .option('-t, --timeout <ms>', 'how long to wait for an answer', parseCount, 10_000)
    .option('-m, --max-pages <n>', 'how many pages to read at most', parseCount, 1000)
    .exitOverride((end) => process.exit(end.exitCode === 0 ? 0 : WRONG_USE))
    .parse(argv);
  const { workers, timeout, maxPages } = command.opts<Omit<Options, 'url'>>();
  return { url: command.processedArgs[0] as string | undefined, workers, timeout, maxPages };
}

function parseUrl(text: string): string {
  if (!/^https?:/i.test(text) || !URL.canParse(text)) {
    throw new InvalidArgumentError(`expected an address such as https://example.org, got "${text}"`);
  }
  return new URL(text).href;
}

function parseCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError('expected a positive whole number');
  return count;
}
