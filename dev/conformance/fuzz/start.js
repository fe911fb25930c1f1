import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle, root } from '../bundle.js';

/** Bundles the fuzzer with the sources of the compiler and the runtime as they stand, and starts it. */
process.env.GREENLETS_CHECK = '1';
const { main } = await import(pathToFileURL(await bundle('fuzz', 'main')).href);
await main(process.argv.slice(2), join(root, 'fixtures/fuzz'));
