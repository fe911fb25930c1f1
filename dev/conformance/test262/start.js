import { startFromSources } from '../start-from-sources.js';

// The tests run with the files that are published.
if (process.argv[2] !== '--worker') await import('../../build/build-if-stale.js');

await startFromSources(import.meta.url);
