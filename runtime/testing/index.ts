/** For tests of programs with greenlets: `greenlets/testing`. */
export { virtualTime } from './virtual-time.ts';
export { explore, ExplorationError, type Exploration, type ExploreOptions } from './explore.ts';
export { InjectedFault, type Faults } from './mishaps.ts';
