const { Liquid } = require('liquidjs');
const { blocking } = require('./support/blocking.cjs');

const templates = {
  'page.liquid': `{% layout 'base.liquid' %}{% block body %}{% for p in products reversed limit: 3 %}{% render 'item.liquid', p: p %}{% else %}none{% endfor %}{% endblock %}`,
  'base.liquid': `<main>{% block body %}{% endblock %}</main>{{ 'now' | slow | upcase }}`,
  'item.liquid': `{{ p.name | escape | append: '!' }} {% if p.price > 10 and p.name contains 'n' %}dear{% elsif p.price == 3 %}three{% else %}cheap{% endif %} {{ p.price | times: 1.5 | round: 1 }}\n{% assign t = p.name | split: '' | sort | join: '-' %}{{ t }}\n`,
};

/** Renders a template whose layout, partials and filters block. */
module.exports = function job() {
  const engine = new Liquid({
    relativeReference: false,
    fs: {
      readFileSync: (file) => blocking(templates[file]),
      readFile: async (file) => templates[file],
      existsSync: (file) => blocking(file in templates),
      exists: async (file) => file in templates,
      resolve: (root, file) => file,
      contains: async () => true,
      containsSync: () => true,
    },
  });
  engine.registerFilter('slow', (value) => blocking(value));
  const products = [
    { name: 'pen', price: 3 },
    { name: 'lamp & son', price: 30 },
    { name: 'cup', price: 7.25 },
  ];
  return engine.renderFileSync('page.liquid', { products });
};
