import { PATIENCE, runExample } from './support/run-example.ts';

jest.setTimeout(PATIENCE);

describe('examples/seed.ts', () => {
  it('switches between two greenlets', async () => {
    const { code, stdout } = await runExample('seed.ts');
    expect(stdout.split('\n')).toEqual([
      'child: I am given a name',
      'main:  I am given 42',
      'main:  is the child dead? false',
      'child: I am given an answer',
      'main:  I am given Hello',
      'main:  is the child dead? true',
      '',
    ]);
    expect(code).toBe(0);
  });
});
