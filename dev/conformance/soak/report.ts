/** Told of whatever must not happen. */
export type Report = (violation: string) => void;
