const REQUIRE = '__require("webpack-virtual-modules")';

/**
 * A plugin for the bundler: what unplugin loads by `require`, which bundlers do not see, it imports.
 *
 * @returns {import('rolldown').Plugin}
 */
export function bundleRequires() {
  return {
    name: 'bundle-requires',
    transform: {
      filter: { id: /\/node_modules\/unplugin\/dist\/index\.mjs$/ },
      handler(code) {
        if (!code.includes(REQUIRE)) this.error(`expected ${REQUIRE} in unplugin`);
        return `import virtualModules from 'webpack-virtual-modules';\n${code.replace(REQUIRE, 'virtualModules')}`;
      },
    },
  };
}
