const { readFileSync } = require('node:fs');
const MarkdownIt = require('markdown-it');

/** Renders read-me files with everything switched on. */
module.exports = function job() {
  const markdown = (MarkdownIt.default ?? MarkdownIt)({ html: true, linkify: true, typographer: true });
  return ['immutable', 'dayjs', 'mustache', 'luxon'].map((name) => {
    const text = readFileSync(require.resolve(`${name}/package.json`).replace(/package\.json$/, 'README.md'), 'utf8');
    return [markdown.render(text), JSON.stringify(markdown.parse(text, {}))];
  });
};
