import { moduleEnds } from '../../../dev/build/module-ends.js';

/** What a module of this name becomes. */
async function rewrite(fileName: string, code: string): Promise<string> {
  const { renderChunk } = moduleEnds() as unknown as {
    renderChunk: (code: string, chunk: { fileName: string }) => Promise<{ code: string } | null>;
  };
  return (await renderChunk(code, { fileName }))?.code ?? code;
}

const MODULE = `
import { link } from '../contract/link.mjs';
const start = function () {
  return link;
};
export { start };
`;

describe('a module for bundlers', () => {
  it('tells where it begins and ends, but not in production', async () => {
    expect(await rewrite('time/sleep.mjs', MODULE)).toMatchInlineSnapshot(`
     "import { link } from '../contract/link.mjs';
     import { stacks as _stacks } from "../contract/stacks/state.mjs";
     const _start = look => look();
     const start = function () {
       return link;
     };
     try {
       if (process.env.NODE_ENV !== 'production') (_stacks.modules ??= []).push([_start, look => look()]);
     } catch {}
     export { start };"
    `);
  });

  it.each([
    ['that has no functions', 'time/index.mjs', `export { sleep } from './sleep.mjs';`],
    ['to which the others tell it', 'contract/stacks/state.mjs', MODULE],
    ['that this one needs', 'contract/share.mjs', MODULE],
  ])('%s tells nothing', async (_, fileName, code) => {
    expect(await rewrite(fileName, code)).toBe(code);
  });
});
