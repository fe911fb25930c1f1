const postcss = require('postcss');
const mixins = require('postcss-mixins');
const { blocking } = require('./support/blocking.cjs');

const source = `
@define-mixin icon $name, $color: blue { .is-$(name) { color: $color; @mixin-content; } }
.search { @mixin icon search, red { width: 1px; } @mixin icon-size 16px; @mixin hidden; }
@mixin font Ann; @add-mixin icon plain;
`;

/** Expands mixins, some of which look up what they need by blocking. */
module.exports = function job() {
  const plugin = mixins({
    mixins: {
      'icon-size': (mixin, size) => ({ '&': { width: blocking(size), height: size } }),
      hidden: { '&:hover': { display: 'none' } },
      font: (mixin, name) => {
        const rule = postcss.rule({ selector: '.font' });
        rule.append({ prop: 'font-family', value: blocking(name) });
        mixin.replaceWith(rule);
      },
    },
  });
  // Of `process(...)` itself, `css` is a getter that works: a border.
  const result = postcss([plugin]).process(source, { from: 'in.css' }).stringify();
  return [result.css, result.messages];
};
