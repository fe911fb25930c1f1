import { setErrorHandler } from 'greenlets';

/** Gathers what goes to the error handler until the test is over. */
export function gatherReports(): unknown[] {
  const reports: unknown[] = [];
  setErrorHandler((error) => void reports.push(error));
  return reports;
}
