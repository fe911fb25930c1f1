import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformFromAstSync, transformSync, types as t } from '@babel/core';
import plugin from '../../plugin/index.ts';

const folder = join(__dirname, '../../docs/compiler');
const PHASES = ['1-mark', '2-patch', '4-normalize', '6-emit'];

interface Example {
  pass: string;
  source: string;
  shown: string;
}

function examplesOf(page: string): Example[] {
  const text = readFileSync(join(folder, page), 'utf8');
  const blocks = text.matchAll(/<!-- (source|after: (\S+)) -->\s*(?:<!-- prettier-ignore -->\s*)?```js\n([^]*?)```/g);
  let source = '';
  return [...blocks].flatMap(([, , pass, code = '']) => {
    if (pass !== undefined) return [{ pass, source, shown: code }];
    source = code;
    return [];
  });
}

/** A program as `greenlets compile --passes` prints it after a pass. */
function after(pass: string, source: string): string {
  let code = '';
  const onPass = (name: string, program: object): void => {
    if (name !== pass) return;
    const file = t.cloneNode(t.file(program as t.Program));
    code = transformFromAstSync(file, undefined, { configFile: false, babelrc: false, compact: false })?.code ?? '';
  };
  transformSync(source, { configFile: false, babelrc: false, filename: 'example.js', plugins: [[plugin, { onPass }]] });
  return `${code}\n`;
}

describe('the pages about the phases of the compiler', () => {
  it.each(PHASES.flatMap((phase) => examplesOf(`${phase}.md`).map((example) => [example.pass, example] as const)))(
    'show a program after the pass %s',
    (pass, { source, shown }) => {
      expect(shown.trim()).not.toBe('');
      expect(shown).toBe(after(pass, source));
    },
  );

  it('show some program for each phase that changes programs', () => {
    expect(PHASES.filter((phase) => examplesOf(`${phase}.md`).length === 0)).toEqual([]);
  });
});
