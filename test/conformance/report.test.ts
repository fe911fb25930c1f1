import { Groups, row } from '../../dev/conformance/report/markdown.ts';

describe('A scoreboard', () => {
  it('has rows of cells', () => {
    expect(row(['acorn', 1, '2.50'])).toBe('| acorn | 1 | 2.50 |');
  });

  it('groups what differs, each item once and in order', () => {
    const groups = new Groups();
    for (const item of ['b', 'a', 'b']) groups.add('unexplained', item);
    groups.add('refused', 'c');
    expect(groups.render()).toEqual(['', '### refused (1)', '', '- c', '', '### unexplained (2)', '', '- a', '- b']);
  });
});
