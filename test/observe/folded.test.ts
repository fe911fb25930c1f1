import { folded } from '../../runtime/observe/monitor/thread.ts';

const times = (count: number, ...lines: string[]): string[] => Array.from({ length: count }, () => lines).flat();

describe('The stack of a blocked greenlet is folded', () => {
  it.each<[string, string[], string[]]>([
    ['nothing', [], []],
    ['different calls', ['a', 'b', 'c'], ['a', 'b', 'c']],
    ['two equal ones', ['a', 'a', 'b'], ['a', 'a', 'b']],
    ['a recursion', ['leaf', ...times(98, 'a'), 'main'], ['leaf', 'a', '  (97 more)', 'main']],
    ['a recursion of two', [...times(3, 'a', 'b'), 'a', 'main'], ['a', 'b', '  (2 more of each)', 'a', 'main']],
    ['one recursion after another', [...times(3, 'a'), ...times(4, 'b')], ['a', '  (2 more)', 'b', '  (3 more)']],
    ['a recursion of many', times(3, 'a', 'b', 'c', 'd', 'e'), times(3, 'a', 'b', 'c', 'd', 'e')],
  ])('%s', (_, stack, expected) => {
    expect(folded(stack)).toEqual(expected);
  });
});
