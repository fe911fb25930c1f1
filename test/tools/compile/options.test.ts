import { parseOptions } from '../../../tools/compile/options.ts';

const DEFAULTS = {
  mark: 'directive',
  stress: false,
  patch: true,
  runtime: 'greenlets',
  constants: true,
  hidden: false,
  neverSuspends: null,
  onPass: null,
  tailFrames: true,
  types: null,
  warnings: null,
};

describe('parseOptions', () => {
  it('gives the defaults of the plugin when there are no options, with frames of tail calls', () => {
    expect(parseOptions(undefined, '/project')).toEqual({ plugin: DEFAULTS, include: [] });
  });

  it('leaves out frames of tail calls in production, and where the options say so', () => {
    expect(parseOptions('{ "tailFrames": false }', '/project').plugin.tailFrames).toBe(false);
    const { NODE_ENV } = process.env;
    process.env.NODE_ENV = 'production';
    try {
      expect(parseOptions(undefined, '/project').plugin.tailFrames).toBe(false);
      expect(parseOptions('{ "tailFrames": true }', '/project').plugin.tailFrames).toBe(true);
    } finally {
      process.env.NODE_ENV = NODE_ENV;
    }
  });

  it('reads the options of the plugin, and globs relative to the working directory', () => {
    const json = '{ "mark": "all", "patch": { "fs": "./b.js" }, "include": ["node_modules/a/**", "/b/*.js"] }';
    expect(parseOptions(json, '/project')).toEqual({
      plugin: { ...DEFAULTS, mark: 'all', patch: { fs: '/project/b.js' } },
      include: ['/project/node_modules/a/**', '/b/*.js'],
    });
  });

  it.each([
    ['{', 'expected JSON as GREENLETS_OPTIONS, got `"{"` (string)'],
    ['3', 'expected a JSON object as GREENLETS_OPTIONS, got `3` (number)'],
    ['null', 'expected a JSON object as GREENLETS_OPTIONS, got `null`'],
    ['[]', 'expected a JSON object as GREENLETS_OPTIONS, got `[]` (object)'],
    ['{ "include": "a" }', 'expected an array of globs as option `include`, got `"a"` (string)'],
    ['{ "include": [1] }', 'expected an array of globs as option `include`, got an instance of `Array` (object)'],
    ['{ "stres": true }', "Did you mean 'stress'?"],
    ['{ "stress": 1 }', "'stress' option must be a boolean"],
  ])('refuses %s', (json, message) => {
    expect(() => parseOptions(json, '/')).toThrow(message);
  });
});
