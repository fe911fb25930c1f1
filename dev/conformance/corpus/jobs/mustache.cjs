const Mustache = require('mustache');
const { blocking } = require('./support/blocking.cjs');

const page =
  '{{#users}}{{> card}}{{#loud}}shout {{name}}{{/loud}}{{/users}}{{^users}}none{{/users}}{{=<% %>=}}<% total %>\n';
const card = '<b>{{name}}</b> {{{raw}}} {{age}} {{#tags}}{{.}},{{/tags}}{{! nothing }}\n';

/** Renders a page: values, lambdas and partials are each got by blocking. */
module.exports = function job() {
  const view = {
    users: [user('Ann & Bob', ['a', 'b']), user('<Cid>', []), user('Dee', ['x'])],
    loud: () => (text, render) => blocking(render(text).toUpperCase()),
    total: () => blocking(42),
  };
  const loadPartial = (name) => blocking(name === 'card' ? card : undefined);
  return [Mustache.render(page, view, loadPartial), Mustache.render(page, {}, loadPartial), Mustache.parse(page)];
};

function user(name, tags) {
  return { name, tags, raw: '<i/>', age: () => blocking(name.length) };
}
