const yaml = require('js-yaml');

const text = `
base: &base { name: x, list: [1, 2.5, 0x1F, ~, true] }
derived:
  <<: *base
  text: |
    two
     lines
  folded: >-
    one
    line
  date: 2001-12-14T21:59:43.10Z
? complex
: { a: 1, b: [] }
'quoted "text"': "esc \\u263A"
`;

/** Loads and dumps documents, and reports errors. */
module.exports = function job() {
  const value = yaml.load(text);
  const errors = ['a: [1', 'a: b: c', '\t- x', '*missing', '&a [*a'].map((broken) => {
    try {
      return yaml.load(broken);
    } catch (error) {
      return error.message;
    }
  });
  return [value, yaml.dump(value, { sortKeys: true, lineWidth: 40 }), yaml.loadAll('--- 1\n--- [2]\n...\n'), errors];
};
