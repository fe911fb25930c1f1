import { builtinModules } from 'node:module';

/** graceful-fs is what Jest puts in place of a module of Node. */
const FILTER = new RegExp(`^(node:.*|graceful-fs|${builtinModules.join('|')})$`);

/** The published runtime, but for what is made for Node. */
const OF_RUNTIME = /\/dist\/modules\/(?!node\/)/;

/**
 * A plugin of esbuild: in place of a module of Node stands one that tells the page when something in it is used, and throws. So a
 * file of tests loads in a browser if only some of its tests need Node.
 *
 * @param {{ quiet?: boolean }} [options] whether calls give stand-ins instead: libraries that are made for Node, too, prepare
 *   what they do not need in a page
 * @returns {import('esbuild').Plugin}
 */
export function standInsForNode({ quiet = false } = {}) {
  return {
    name: 'stand-ins-for-node',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: FILTER }, ({ path, importer }) => {
        // What is left without one cannot be bundled for browsers at all.
        if (OF_RUNTIME.test(importer)) return null;
        return { path: path.replace(/^node:/, ''), namespace: 'node' };
      });
      onLoad({ filter: /.*/, namespace: 'node' }, ({ path }) => ({ contents: standIn(`node:${path}`, quiet) }));
    },
  };
}

/** What is imported is looked up in the prototype, whatever its name. */
function standIn(name, quiet) {
  return `
    function ask() {
      globalThis.askedOfNode(${JSON.stringify(name)});
      throw new Error(${JSON.stringify(`${name} is not in browsers`)});
    }
    function member() {
      const use = ${quiet ? 'member' : 'ask'};
      const get = (target, key) => (key in target || typeof key === 'symbol' ? target[key] : member());
      return new Proxy(function () {}, { apply: use, construct: use, get });
    }
    const get = (_target, key) => (typeof key === 'symbol' ? undefined : key === '__esModule' || member());
    module.exports = Object.create(new Proxy({}, { get }));
  `;
}
