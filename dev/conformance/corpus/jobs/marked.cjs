const { readFileSync } = require('node:fs');
const { Marked } = require('marked');
const { blocking } = require('./support/blocking.cjs');

/** Renders the read-me files of installed packages; the highlighter of code blocks blocks. */
module.exports = function job() {
  const marked = new Marked({
    gfm: true,
    renderer: {
      code({ text, lang }) {
        return `<pre class="${lang}">${blocking(text.length)}</pre>\n`;
      },
    },
  });
  return ['immutable', 'dayjs', 'mustache', 'luxon'].map((name) => {
    const text = readFileSync(require.resolve(`${name}/package.json`).replace(/package\.json$/, 'README.md'), 'utf8');
    return marked.parse(text);
  });
};
