import { main } from './main.ts';

await main(process.argv.slice(2));
// To who watches whether this process ends now. That does not keep it alive.
process.send?.('done');
