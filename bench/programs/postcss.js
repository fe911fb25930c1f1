/** Parsing a style sheet, walking it and printing it with postcss. */
import postcss from 'postcss';

const rules = [];
for (let i = 0; i < 300; i++)
  rules.push(`.a${i} > b:hover, #c${i} { color: #${i + 100}; margin: ${i}px 2em; /* note */ }`);
const css = `@media (min-width: 10px) { ${rules.join('\n')} }`;

export function run() {
  const root = postcss.parse(css);
  let declarations = 0;
  root.walkDecls((declaration) => {
    declarations++;
    if (declaration.prop === 'color') declaration.value = 'red';
  });
  return root.toString().length + declarations;
}
