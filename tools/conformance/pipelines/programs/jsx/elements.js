import { suspend } from 'fixture';

function element(type, props, ...children) {
  if (typeof type === 'function') return type({ ...props, children });
  return `<${type}${Object.entries(props ?? {})
    .map(([name, value]) => ` ${name}=${suspend(value)}`)
    .join('')}>${children.flat().join('')}</${type}>`;
}

function Item({ of, children }) {
  return (
    <li title={suspend(of)}>
      {of}: {children}
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
  log(list);
  const pieces = [];
  for (const word of words) pieces.push(() => <Item of={suspend(word)}>{pieces.length}</Item>);
  return pieces.map((piece) => piece());
}
