const sass = require('sass');
const { blocking } = require('./support/blocking.cjs');

const modules = {
  colors: `@use "sass:color"; $main: #336699 !default; @function tint($c, $n) { @return color.mix(white, $c, $n); } %box { border: 1px solid $main; }`,
  theme: `@use "colors"; @mixin each-size($sizes...) { @each $name, $size in (s: 1px, m: 2px) { .#{$name} { width: $size; @content($size); } } }`,
};

const source = `
@use "sass:list"; @use "sass:map"; @use "sass:math"; @use "sass:string";
@use "colors" with ($main: hsl(210, 50%, 40%)); @use "theme";
$map: (a: 1, b: (c: 2)); @function fib($n) { @if $n < 2 { @return $n; } @return fib($n - 1) + fib($n - 2); }
.page { @extend %box; color: colors.tint(colors.$main, 20%); &:hover > & { width: math.div(fib(12), 3) * 1px; } @media print { color: slow(red); } }
@include theme.each-size(1, 2) using ($size) { height: calc(100% - #{$size * 2}); }
@for $i from 1 through 3 { .w-#{$i} { width: math.percentage(math.div($i, 3)); content: string.to-upper-case("x#{$i}"); } }
@while list.length($map) > 5 { a { b: c; } } @debug map.get($map, b, c);
`;

/** Compiles a stylesheet whose importer and whose function block. */
module.exports = function job() {
  const messages = [];
  const options = {
    importers: [
      {
        canonicalize: (url) => (blocking(url) in modules ? new URL(`memory:${url}`) : null),
        load: (url) => ({ contents: blocking(modules[url.pathname]), syntax: 'scss' }),
      },
    ],
    functions: { 'slow($color)': ([color]) => blocking(color.assertColor('color')).change({ alpha: 0.5 }) },
    logger: { debug: (message) => messages.push(message) },
    sourceMap: true,
  };
  const { css, sourceMap, loadedUrls } = sass.compileString(source, options);
  const compressed = sass.compileString('@use "theme"; a { b: { c: 1 + 2px } }', { ...options, style: 'compressed' });
  const errors = ['a { b: $c }', '@use "missing";', 'a { b: slow(1) }', 'a {'].map((text) => describe(text, options));
  return [css, JSON.stringify(sourceMap), loadedUrls.map(String), compressed.css, messages, errors];
};

function describe(text, options) {
  try {
    return sass.compileString(text, options).css;
  } catch (error) {
    return error.message;
  }
}
