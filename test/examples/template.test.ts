import { PATIENCE, runExample } from './support/run-example.ts';

jest.setTimeout(PATIENCE);

function page(title: string): string[] {
  return ['<html>', `<h1>${title}</h1>`, `<p>The end of ${title}</p>`, '</html>'];
}

describe('examples/template.ts', () => {
  let lines: string[] = [];

  beforeAll(async () => {
    const { code, stdout, stderr } = await runExample('template.ts');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    lines = stdout.split('\n');
  });

  it('reads the partials one after the other when it is called as usual', () => {
    const end = lines.indexOf('Two pages, at the same time:');
    expect(lines.slice(0, end)).toEqual([
      'One page, synchronously:',
      ...['page', 'header', 'footer'].flatMap((name) => [`  reading ${name}`, `  have read ${name}`]),
      ...page('One'),
    ]);
  });

  it('reads those of two pages at the same time in greenlets', () => {
    const start = lines.indexOf('Two pages, at the same time:') + 1;
    expect(lines.slice(start, start + 2)).toEqual(['  reading page', '  reading page']);
    expect(lines.slice(start).filter((line) => line.startsWith('  have read'))).toHaveLength(6);
  });

  it('renders the same text either way', () => {
    expect(lines.slice(-9)).toEqual([...page('Two'), ...page('Three'), '']);
  });
});
