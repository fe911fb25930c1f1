import { pathToFileURL } from 'node:url';
import { bundle } from '../bundle.js';

/** Bundles the border fuzzer with the sources of the compiler and the runtime as they stand, and starts it. */
process.env.GREENLETS_CHECK = '1';
const { main } = await import(pathToFileURL(await bundle('border', 'main')).href);
await main(process.argv.slice(2));
