import fakeTimers, { type Clock } from '@sinonjs/fake-timers';
import { expect } from 'expect';
import { ModuleMocker } from 'jest-mock';
import { describe, hook, it, root } from './declare.ts';
import { asked, failure, perform, type Result } from './perform.ts';

/**
 * What tests find in a page: the globals of Jest, as far as our tests use them. `expect` and the functions that are mocked are those
 * of Jest itself.
 */
const mocker = new ModuleMocker(globalThis);
let clock: Clock | null = null;

const jest = {
  fn: mocker.fn.bind(mocker),
  spyOn: mocker.spyOn.bind(mocker),
  restoreAllMocks: mocker.restoreAllMocks.bind(mocker),
  useFakeTimers(options: Parameters<typeof fakeTimers.install>[0]): void {
    clock = fakeTimers.install(options);
  },
  useRealTimers(): void {
    clock?.uninstall();
    clock = null;
  },
  setSystemTime: (time: number): void => clock?.setSystemTime(time),
  async advanceTimersByTimeAsync(ms: number): Promise<void> {
    await clock?.tickAsync(ms);
  },
};

const hooks = {
  beforeAll: hook('beforeAll'),
  beforeEach: hook('beforeEach'),
  afterEach: hook('afterEach'),
  afterAll: hook('afterAll'),
};

Object.assign(globalThis, { describe, it, test: it, expect, jest, ...hooks });

/** The stand-ins for the modules of Node tell here what is asked of them. */
Object.assign(globalThis, {
  askedOfNode(module: string): void {
    asked.module = module;
  },
  /** Loads a file of tests, performs them, and tells how each went. */
  async performFile(address: string): Promise<Result[]> {
    try {
      await import(address);
    } catch (error) {
      return [failure('(the whole file)', error)];
    }
    return perform(root);
  },
});
