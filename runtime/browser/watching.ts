import { detection, type Detection } from '../graph/deadlocks/detection.ts';

/* Takes the place of ../graph/watching.ts in bundles for browsers, which never tell that nothing can happen any more. */

export const watching: Detection = {
  watch: () => detection.of?.watch(),
  unwatch: () => detection.of?.unwatch(),
  watchOutsiders: () => detection.of?.watchOutsiders(),
};
