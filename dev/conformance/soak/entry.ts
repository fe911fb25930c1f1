import { main } from './main.ts';

// Most errors here are planned, and nobody looks at their stacks. A failing round is repeated with stacks.
Error.stackTraceLimit = 0;

await main(process.argv.slice(2));
// To who watches whether this process ends now. That does not keep it alive.
process.send?.('done');
