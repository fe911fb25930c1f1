/** The public names of `greenlets/node/signals`. */
export { onSignal } from './on-signal.ts';
export { shutdownOnSignals, type ShutdownOptions } from './shutdown-on-signals.ts';
export { waitForSignal } from './wait-for-signal.ts';
