const less = require('less');
const { blocking } = require('./support/blocking.cjs');

const source = `
@import "colors"; @base: 10px; @plugin-free: true;
.round(@r: 3px) when (@r > 2) { border-radius: @r; } .round(@r) when (default()) { border-radius: 0; }
.box { .round(5px); width: ~"calc(100% - @{base})"; color: darken(@main, 10%); &:hover { color: slow(@main); } .in & { .round(1px); } }
.loop(@i) when (@i > 0) { .w-@{i} { width: (@i * 100% / 3); } .loop(@i - 1); } .loop(3);
@media (min-width: 100px) { .box { a: b; @media (max-width: 200px) { c: d; } } }
@detached: { x: y; }; .call { @detached(); } .ext:extend(.box all) {}
`;

/** Compiles a stylesheet whose imported file and whose function block. */
module.exports = function job() {
  const { default: engine = less } = less;
  class Files extends engine.FileManager {
    supports() {
      return true;
    }
    supportsSync() {
      return true;
    }
    loadFileSync(filename) {
      return { filename, contents: blocking('@main: #336699; .imported { color: @main; }') };
    }
  }
  const plugin = {
    install(compiler, manager, functions) {
      manager.addFileManager(new Files());
      functions.add('slow', (color) => new compiler.tree.Quoted('"', blocking(color.toCSS({}))));
    },
  };
  let output;
  engine.render(source, { syncImport: true, plugins: [plugin], math: 'parens-division' }, (error, result) => {
    output = error ?? result;
  });
  if (output instanceof Error) throw output;
  return output.css;
};
