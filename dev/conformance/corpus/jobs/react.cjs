const { createElement: h, createContext, Fragment, memo, useContext, useMemo, useState, useReducer } = require('react');
const { renderToString, renderToStaticMarkup } = require('react-dom/server');
const { blocking } = require('./support/blocking.cjs');

const Theme = createContext('light');
const Item = memo(function Item({ id, children }) {
  const theme = useContext(Theme);
  const text = useMemo(() => blocking(`item ${id}`), [id]);
  return h('li', { className: theme, 'data-id': id, style: { marginTop: id } }, text, children);
});

function Page({ count }) {
  const [ids] = useState(() => Array.from({ length: count }, (_, i) => i));
  const [total] = useReducer((sum, n) => sum + n, count);
  blocking(0);
  return h(
    Theme.Provider,
    { value: 'dark' },
    h(
      'ul',
      { onClick: () => 0 },
      ids.map((id) => h(Item, { key: id, id }, h('b', null, '<&>'))),
    ),
    h(Fragment, null, total, ' ', null, false),
  );
}

/** Renders a page to a string; components and hooks block. */
module.exports = function job() {
  return [
    renderToString(h(Page, { count: 4 })),
    renderToStaticMarkup(h('div', { dangerouslySetInnerHTML: { __html: '<hr>' } })),
    renderToString(h('select', { value: 'b' }, h('option', { value: 'a' }), h('option', { value: 'b' }))),
  ];
};
