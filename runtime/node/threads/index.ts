/** The public names of `greenlets/node/threads`, which needs the package `piscina`. */
export { ThreadPool, type ApplyOptions, type FunctionName, type ThreadPoolOptions } from './thread-pool.ts';
export { transfer } from './transferred.ts';
