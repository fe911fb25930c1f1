const Handlebars = require('handlebars');

/** Compiles templates with helpers, partials, decorators and whitespace control. */
module.exports = function job() {
  const engine = Handlebars.create();
  engine.registerHelper('loud', (text) => `${text}`.toUpperCase());
  engine.registerHelper('list', function (items, options) {
    return items.map((item, index) => options.fn(item, { data: { index } })).join('') || options.inverse(this);
  });
  engine.registerPartial(
    'card',
    '<b>{{name}}</b>{{#if pets}} with {{#each pets}}{{@index}}{{#unless @last}}, {{/unless}}{{this}}{{/each}}{{else}} alone{{/if}}\n',
  );
  const template =
    '{{#list users}}{{@index}} {{> card}}{{~else}}none{{/list}} {{#with (lookup users 0)}}{{loud name}} {{../title}}{{/with}} {{{raw}}} {{&raw}} {{raw}} {{[odd key]}}';
  const render = engine.compile(template);
  const view = {
    title: 'T',
    raw: '<i>&',
    'odd key': 1,
    users: [{ name: 'Ann', pets: ['cat', 'dog'] }, { name: 'Bob & Co' }],
  };
  return [
    render(view),
    engine.compile('{{#list a}}{{/list}}')({ a: [] }),
    engine.precompile(template),
    JSON.stringify(engine.parse(template)),
  ];
};
