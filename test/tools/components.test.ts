import { transform } from 'esbuild';
import { components } from '../../tools/unplugin/components.ts';

/** What the plugin of a framework hands on. */
const MARKED = `
  import { sleep } from 'greenlets';
  const component = { setup() { function load() { 'use greenlet'; sleep(1); } return { load }; } };
  export default component;`;

/** As published: the compiler is built. */
jest.mock('../../tools/compile/babel/babel.ts', () => {
  const babel = jest.requireActual<object>('../../dist/babel.cjs');
  return { loadBabel: () => babel, withBabel: (use: (all: object) => unknown) => use(babel) };
});

function compile(id: string, code: string): { code: string | undefined; warnings: string[] } {
  const warnings: string[] = [];
  const warn = (message: string): void => void warnings.push(message);
  return { code: components().transform.call({ warn }, code, id)?.code, warnings };
}

describe('The plugin for Vite', () => {
  it.each([
    '/app/App.vue',
    '/app/App.vue?vue&type=script&setup=true&lang.ts',
    '/app/a.svelte',
    '/app/state.svelte.ts',
    '/app/Page.astro',
  ])('compiles what is marked in a component that has become JavaScript: %s', async (id) => {
    const { code = '', warnings } = compile(id, MARKED);
    expect(code).toContain('greenlets/internal');
    expect(warnings).toEqual([]);
    await transform(code, { format: 'esm' });
  });

  it.each([
    ['styles', '/app/App.vue?vue&type=style&index=0&lang.css', '.greenlet {}'],
    ['what has no mark', '/app/App.vue', 'export default {};'],
    ['installed packages', '/app/node_modules/kit/App.vue', MARKED],
    ['files of other kinds, which were compiled before', '/app/main.ts', MARKED],
  ])('leaves %s alone', (_, id, source) => {
    expect(compile(id, source)).toEqual({ code: undefined, warnings: [] });
  });

  it('warns of a mark that the framework has put into a function', () => {
    const { warnings } = compile(
      '/app/App.vue',
      `export default { setup(props, { expose }) { expose(); 'use greenlet'; } };`,
    );
    expect(warnings.join()).toContain('GREENLETS202');
  });
});
