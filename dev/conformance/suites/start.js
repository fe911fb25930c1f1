import { startFromSources } from '../start-from-sources.js';

await startFromSources(import.meta.url);
