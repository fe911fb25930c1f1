import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const HELPERS = `
function load(key, table) {
  return { key, value: key.length + table.reads, hidden: key.startsWith('_') };
}

function parse(text) {
  const found = [];
  for (const part of text.split(',')) {
    const [name, value = ''] = part.trim().split('=');
    try {
      found.push({ name, value: JSON.parse(value) });
    } catch {
      found.push({ name, value });
    }
  }
  return found;
}
`;

const METHODS = `
  constructor(rows = new Map()) {
    this.rows = rows;
    this.reads = 0;
  }

  read(key, load) {
    if (this.rows.has(key)) return this.rows.get(key);
    this.reads++;
    const row = load(key, this);
    this.rows.set(key, row);
    return row;
  }

  total(keys, load) {
    let sum = 0;
    for (const key of keys) {
      const row = this.read(key, load);
      if (!row.hidden) sum += row.value;
    }
    return sum;
  }
`;

/** The end of the first module: what the process has used is written when it ends. */
const MAIN = `
visit0(0);
process.on('exit', () => console.log(JSON.stringify(process.cpuUsage())));
`;

/** Writes a program of `count` small ES modules, all of them marked. Each imports up to three others, and calls them. */
export function writeProgram(folder, count, packageFolder) {
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  symlinkSync(packageFolder, join(folder, 'node_modules/greenlets'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module", "private": true }');
  for (let i = 0; i < count; i++) writeFileSync(join(folder, `m${i}.js`), moduleText(i, count));
}

function moduleText(i, count) {
  const children = [1, 2, 3].map((n) => 3 * i + n).filter((child) => child < count);
  const imports = children.map((child) => `import { visit${child}, Table${child} } from './m${child}.js';\n`);
  const calls = children.map((child) => `  sum += visit${child}(depth + 1) + new Table${child}().reads;\n`);
  return `'use greenlet';

${imports.join('')}
export class Table${i} {${METHODS}}
${HELPERS}
export function visit${i}(depth) {
  let sum = new Table${i}().total(['a', 'bb', '_c'], load);
  for (const { name, value } of parse('x=1, y=two')) sum += name.length + String(value).length;
${calls.join('')}  return sum + depth;
}
${i === 0 ? MAIN : ''}`;
}
