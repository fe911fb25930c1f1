const postcss = require('postcss');
const { blocking } = require('./support/blocking.cjs');

const css = `@import url(x.css); :root { --a: 1px } a { color: red; &:hover, & > b { color: load(blue) } }
/* note */ @media screen { .b::after { content: "\\201C"; width: load(10) } } .c { background: url( "d e.png" ) }`;

/** Runs a plugin whose visitors block: it looks values up. */
module.exports = function job() {
  const lookup = {
    postcssPlugin: 'lookup',
    Declaration(declaration) {
      const match = /^load\((.*)\)$/.exec(declaration.value);
      if (match) declaration.value = `${blocking(match[1])}`;
    },
    Rule(rule) {
      rule.selectors = rule.selectors.map((selector) => selector.replace('.b', '.bb'));
    },
    OnceExit(root, { result }) {
      root.append({ selector: 'z', nodes: [] });
      result.warn(`rules: ${blocking(root.nodes.length)}`);
    },
  };
  const result = postcss([lookup])
    .process(css, { from: 'in.css', map: { inline: false } })
    .stringify();
  return [
    result.css,
    result.map.toString(),
    result.warnings().map(String),
    JSON.stringify(postcss.parse(css).toJSON().nodes),
  ];
};
