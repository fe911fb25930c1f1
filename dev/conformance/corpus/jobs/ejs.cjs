const ejs = require('ejs');

/** Compiles and renders templates with includes. */
module.exports = function job() {
  const engine = ejs.default ?? ejs;
  const includer = (name) => ({ template: name === 'row' ? '<td><%= value %></td>' : '<hr>' });
  const template = `<% for (const row of rows) { -%>\n  <tr><%- include('row', { value: row }) %></tr>\n<% } -%>\n<%# no %><%%= x %><%= rows.length _%>  \n`;
  return [
    engine.render(template, { rows: ['<a>', 2, null] }, { includer }),
    engine.compile('<?= a ?>', { delimiter: '?' })({ a: '&' }),
  ];
};
