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
};
