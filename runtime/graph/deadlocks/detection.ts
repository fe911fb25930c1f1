export interface Detection {
  watch(): void;
  unwatch(): void;
  watchOutsiders(): void;
}

/** What detects deadlocks where the host of the program does not tell when it is idle: null unless another host does. */
export const detection: { of: Detection | null } = { of: null };
