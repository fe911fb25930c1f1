import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';

const BEGIN = '<!-- check:tools -->';
const END = '<!-- end of check:tools -->';

/** Puts the rows of a run into the table of a page, in the order of `names`; those of other tools stay. */
export async function updateTable(path, rows, names) {
  const page = readFileSync(path, 'utf8');
  const [head, rest = ''] = page.split(BEGIN);
  const [table, tail = ''] = rest.split(END);
  const kept = parse(table).filter(({ name }) => !rows.some((row) => row.name === name));
  const all = [...kept, ...rows].sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name));
  const lines = all.map(({ name, version, tested, cost }) => `| ${name} | ${version} | ${tested} | ${cost} |`);
  const text = [
    '',
    '',
    '| tool | version | what was tested | size or time |',
    '| --- | --- | --- | --- |',
    ...lines,
    '',
    '',
  ];
  const updated = `${head}${BEGIN}${text.join('\n')}${END}${tail}`;
  writeFileSync(path, await format(updated, { ...(await resolveConfig(path)), parser: 'markdown' }));
}

function parse(table) {
  const rows = table.split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).map((line) => {
    const [name, version, tested, cost] = line
      .split('|')
      .slice(1)
      .map((cell) => cell.trim());
    return { name, version, tested, cost };
  });
}
