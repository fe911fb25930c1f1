import { suspend } from 'fixture';

function element(type, props, ...children) {
  return { type, props: { ...props, children: children.flat() } };
}

function render(node) {
  if (typeof node !== 'object') return String(node);
  const { type, props } = node;
  if (typeof type === 'function') return render(type(props));
  const { children, ...attributes } = props;
  const texts = Object.entries(attributes).map(([name, value]) => ` ${name}=${suspend(value)}`);
  return `<${type}${texts.join('')}>${children.map(render).join('')}</${type}>`;
}

function Item({ of, children }) {
  return (
    <li title={suspend(of)}>
      {of}: {children.length}
    </li>
  );
}

const shared = { Item };

export default function program(log) {
  const words = ['one', 'two', 'three'];
  const list = (
    <ul {...suspend({ id: 1 })} class={suspend('words')}>
      {words.map((word) => (
        <shared.Item of={word}>{suspend(word.length)}</shared.Item>
      ))}
      {suspend(true) && <Item of="last" />}
    </ul>
  );
  log(render(list));
  const pieces = [];
  for (const word of words) pieces.push(() => <Item of={suspend(word)}>{pieces.length}</Item>);
  return pieces.map((piece) => render(piece()));
}
