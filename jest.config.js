process.env.GREENLETS_CHECK = '1';

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // These need servers, see jest.services.config.js.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/services/'],
  maxWorkers: 2,
  // Some tests start Node with the loader, which takes seconds on a busy machine.
  testTimeout: 30_000,
  transform: { '\\.[cm]?[jt]sx?$': '<rootDir>/dev/jest/transformer.js' },
  // Tests are compiled code, which imports the sources of the contract and not what is published.
  setupFiles: ['<rootDir>/dev/jest/has-compiled.ts'],
  moduleNameMapper: {
    '^greenlets$': '<rootDir>/runtime/index.ts',
    '^greenlets/internal$': '<rootDir>/runtime/internal.ts',
    '^greenlets/core$': '<rootDir>/runtime/core/index.ts',
    '^greenlets/green$': '<rootDir>/runtime/green/index.ts',
    '^greenlets/helpers$': '<rootDir>/runtime/helpers/index.ts',
    '^greenlets/adapters/(.+)$': '<rootDir>/runtime/adapters/$1.ts',
    '^greenlets/observe$': '<rootDir>/runtime/observe/index.ts',
    '^greenlets/plugin$': '<rootDir>/plugin/index.ts',
    '^greenlets/testing$': '<rootDir>/runtime/testing/index.ts',
    '^greenlets/types$': '<rootDir>/tools/types/index.ts',
    '^greenlets/node/(.+)$': '<rootDir>/runtime/node/$1/index.ts',
    '^greenlets/web/(.+)$': '<rootDir>/runtime/web/$1.ts',
    // An ES module, which Jest cannot load on Node 20; this is its CommonJS twin.
    '^marked$': '<rootDir>/node_modules/marked/lib/marked.umd.js',
    '^@babel/core$': '<rootDir>/dev/jest/babel-core.cjs',
  },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/test/tools/projects/'],
  collectCoverageFrom: ['{plugin,runtime}/**/*.ts'],
};
