import config from './jest.config.js';

/**
 * The tests that talk to servers: `npm run test:services`. Where these are is said by variables of the environment, see
 * test/services/support/servers.ts.
 *
 * @type {import('jest').Config}
 */
export default {
  ...config,
  testMatch: ['<rootDir>/test/services/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 60_000,
  // A test that fails may leave a connection open, which would keep the process alive for ever.
  forceExit: true,
};
