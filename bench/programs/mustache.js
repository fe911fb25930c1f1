/** Rendering templates with mustache, lambdas and partials included. */
import Mustache from 'mustache';

const template = `<h1>{{title}}</h1><ul>{{#rows}}<li class="{{#odd}}odd{{/odd}}">{{name}}: {{#bold}}{{price}}{{/bold}}{{> tags}}</li>{{/rows}}</ul>`;
const partials = { tags: '{{#tags}}<i>{{.}}</i>{{/tags}}{{^tags}}none{{/tags}}' };
const rows = [];
for (let i = 0; i < 200; i++)
  rows.push({ name: `row ${i}`, price: i * 1.5, odd: i % 2 === 1, tags: i % 3 === 0 ? [] : ['x', 'y'] });
const view = { title: 'Prices & more', rows, bold: () => (text, render) => `<b>${render(text)}</b>` };

export function run() {
  Mustache.clearCache();
  return Mustache.render(template, view, partials).length;
}
