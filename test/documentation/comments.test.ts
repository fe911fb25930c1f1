import { publicMembers, type Member } from './public-members.ts';

const members = publicMembers();
const blocking = members.filter(blocks);

/**
 * Whether it can suspend its caller: it is compiled, refuses to be called where it could not, or says so - unless it says
 * that it never does. Nested functions that are compiled, as of what is spawned, do not count.
 */
function blocks({ doc, body }: Member): boolean {
  if (/Internal:|never blocks/i.test(doc)) return false;
  return (
    body.startsWith("'use greenlet'") ||
    /\b(?:assertCanWait|cannotSuspend|takeHandshake|cooperative)\(/.test(body) ||
    /\bblocks (?:until|while|for)\b/i.test(firstParagraph(doc))
  );
}

function firstParagraph(doc: string): string {
  return doc.split(/\n\s*\*\s*(?:\n|@)/)[0] ?? '';
}

const names = (found: readonly Member[]): string[] => found.map(({ name }) => name).sort();

test('what blocks is found by what it does', () => {
  expect(names(blocking)).toEqual(
    expect.arrayContaining(['sleep', 'wait', 'Queue.get', 'Greenlet.switch', 'fetch', 'node/fs/index.ts']),
  );
  expect(names(members.filter((member) => !blocks(member)))).toEqual(
    expect.arrayContaining(['spawn', 'Queue.putNowait', 'Semaphore.release', 'Group.applyAsync']),
  );
});

test('whatever blocks tells what a kill and a timeout do to it', () => {
  expect(names(blocking.filter(({ doc }) => !/Kill and timeout safety: \S/.test(doc)))).toEqual([]);
});

test('whatever blocks tells that it throws a SwitchError where it cannot', () => {
  expect(names(blocking.filter(({ doc }) => !/@throws \{SwitchError\} \S/.test(doc)))).toEqual([]);
});
