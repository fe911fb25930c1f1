const { h, Fragment, Component, createContext } = require('preact');
const { useState, useMemo, useContext } = require('preact/hooks');
const { renderToString } = require('preact-render-to-string');
const { blocking } = require('./support/blocking.cjs');

const Theme = createContext('light');

class Clock extends Component {
  constructor(props) {
    super(props);
    this.state = { hour: blocking(props.hour) };
  }

  render({ suffix }, { hour }) {
    return h('time', { title: suffix }, hour, suffix);
  }
}

function List({ length }) {
  const [start] = useState(() => blocking(10));
  const items = useMemo(() => Array.from({ length }, (_, i) => start + i), [length]);
  const theme = useContext(Theme);
  return h(
    'ul',
    { class: theme },
    items.map((item) => h('li', { key: item, style: { top: item } }, blocking(item), '<')),
  );
}

/** Renders components that block, in their constructors, hooks and bodies. */
module.exports = function job() {
  return renderToString(
    h(
      Theme.Provider,
      { value: 'dark' },
      h(Fragment, null, h(Clock, { hour: 12, suffix: 'h' }), h(List, { length: 3 })),
    ),
  );
};
