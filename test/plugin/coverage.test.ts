import { transformSync, type PluginItem } from '@babel/core';
import greenlets from 'greenlets/plugin';
import { probedIn } from './support/marked.ts';
import { TAGGED, UNTAGGED } from './support/tagged.ts';

/** Has no types. */
const istanbul = 'babel-plugin-istanbul';

/** What istanbul has found to be counted, and the program. */
interface Counted {
  code: string;
  coverage: object | null;
}

function count(source: string, around: { before?: PluginItem[]; after?: PluginItem[] } = {}): Counted {
  let coverage: object | null = null;
  const onCover = (_path: string, found: object): void => void (coverage = found);
  const code = transform(source, [
    ...(around.before ?? []),
    [istanbul, { cwd: '/project', onCover }],
    ...(around.after ?? []),
  ]);
  return { code, coverage };
}

/** Types stay in, since who takes them out may leave comments of theirs to what follows. */
function transform(source: string, plugins: PluginItem[]): string {
  const settings = { filename: '/project/source.ts', configFile: false, babelrc: false, highlightCode: false } as const;
  const parserOpts = { plugins: ['typescript' as const] };
  return transformSync(source, { ...settings, parserOpts, plugins })?.code ?? '';
}

const compiler: PluginItem = [greenlets, { warnings: false }];

/** Where istanbul and the compiler may stand. */
const ORDERS: [string, (source: string) => Counted][] = [
  [
    'by istanbul before, in a run of its own',
    (source) => {
      const { code, coverage } = count(source);
      return { code: transform(code, [compiler]), coverage };
    },
  ],
  ['by istanbul, whose plugin stands before', (source) => count(source, { after: [compiler] })],
  ['by istanbul, whose plugin stands behind', (source) => count(source, { before: [compiler] })],
];

const BODY = 'if (n > 1) probe("b"); return probe("a") + 1;';

describe.each(ORDERS)('What is counted %s', (_, run) => {
  it.each(TAGGED)('keeps the tag before %s', (_, source) => {
    expect(probedIn(run(source.replace('BODY', BODY)).code)).toEqual(['a', 'b']);
  });

  it.each(UNTAGGED)('is not marked because of %s', (_, source) => {
    expect(probedIn(run(source.replace('BODY', BODY)).code)).toEqual([]);
  });

  it.each(TAGGED)('is what the source has, with a tag before %s', (_, source) => {
    const written = source.replace('BODY', BODY);
    expect(run(written).coverage).toEqual(count(written).coverage);
    expect(count(written).coverage).toMatchObject({ b: { 0: [0, 0] } });
  });

  it('calls its counters as they are', () => {
    const { code } = run(`/** @greenlet */\nexport const a = (n = probe("c"), m = n && n) => { ${BODY} };`);
    expect(code.match(/cov_\w+\(\)\.[sfb]/g)?.length).toBeGreaterThan(8);
    expect(code).not.toMatch(/= cov_\w+;|= cov_\w+\(\)/);
  });
});
