/** The folder for what is compiled; an empty value, or `0`: none. */
export const FOLDER = 'GREENLETS_CACHE';

/** Whether the environment does not forbid to keep files for the next start. */
export function isDiskCacheWanted(): boolean {
  const folder = process.env[FOLDER];
  return folder !== '' && folder !== '0';
}
