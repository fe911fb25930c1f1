'use greenlet';

/*
 * Looks up many names, twenty at a time: `npx greenlets run examples/dns.ts example.org nodejs.org`.
 */
import { Pool, Timeout, withTimeout } from 'greenlets';
import { lookup } from 'greenlets/node/dns';

function lookUp(name: string): string {
  try {
    // Without a callback, it blocks.
    const { address } = withTimeout(5000, () => lookup(name, 4));
    return `${name} is ${address}`;
  } catch (error) {
    if (error instanceof Timeout) return `${name} took too long`;
    return `${name} is not known: ${(error as NodeJS.ErrnoException).code ?? String(error)}`;
  }
}

for (const line of new Pool(20).imap(lookUp, process.argv.slice(2))) console.log(line);
