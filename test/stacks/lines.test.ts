import { LineSite } from '../../runtime/contract/stacks/lines/line-site.ts';
import { positionOf } from '../../runtime/contract/stacks/lines/lines.ts';

describe('A line of a stack', () => {
  it.each([
    ['f (/a/b.js:1:2)', 'f', '/a/b.js'],
    ['f (/a (b)/c d#e?f%20.js:1:2)', 'f', '/a (b)/c d#e?f%20.js'],
    ['async f (file:///a (b).js:1:2)', 'f', 'file:///a (b).js'],
    ['new A (C:\\a (b).js:1:2)', 'A', 'C:\\a (b).js'],
    ['Object.a (b) [as c] (/a (b).js:1:2)', 'Object.a (b) [as c]', '/a (b).js'],
    ['f (bundle (1).js:1:2)', 'f', 'bundle (1).js'],
    ['f (webpack:///a (b).js:1:2)', 'f', 'webpack:///a (b).js'],
    ['f (node:fs:1:2)', 'f', 'node:fs'],
    ['/a (b)/c.js:1:2', null, '/a (b)/c.js'],
    ['async file:///a (b).js:1:2', null, 'file:///a (b).js'],
    ['f (eval at g (/a.js:7:8), <anonymous>:1:2)', 'f', 'eval at g (/a.js:7:8), <anonymous>'],
  ])('has a name and a place: %s', (text, name, file) => {
    const site = new LineSite(`    at ${text}`);
    expect([site.getFunctionName(), site.getFileName(), site.getLineNumber(), site.getColumnNumber()]).toEqual([
      name,
      file,
      1,
      2,
    ]);
    expect(positionOf(`    at ${text}`)).toEqual({ file, line: 1, column: 2 });
  });

  it.each(['    at JSON.parse (<anonymous>)', '    at <anonymous>', 'f (/a.js:1:2)', '    at f (native)', '    ...'])(
    'has no position: %j',
    (text) => {
      expect(positionOf(text)).toBeUndefined();
    },
  );
});
