/** The ways to run a job: as published; compiled; compiled so that every yield point suspends once. */
export type Mode = 'untouched' | 'compiled' | 'stress';
