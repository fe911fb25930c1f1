import { outsideOf } from '../../tools/cli/profile/blocking.ts';
import { summarize } from '../../tools/cli/profile/cpu.ts';

describe('What is left of stretches of time', () => {
  it('is what no others cover, also where these lie within one another', () => {
    const left = outsideOf([
      { start: 12, end: 14 },
      { start: 10, end: 20 },
      { start: 20, end: 25 },
      { start: 40, end: 41 },
    ]);
    const stretches: [number, number][] = [
      [0, 5],
      [5, 11],
      [11, 19],
      [19, 30],
      [30, 50],
    ];
    expect(stretches.map(([start, end]) => left(start, end))).toEqual([5, 5, 0, 5, 19]);
  });

  it('is all of them where there are no others, and nothing of a stretch that ends before it begins', () => {
    const left = outsideOf([]);
    expect([left(3, 7), left(7, 6)]).toEqual([4, 0]);
  });
});

it('A function does not compute while a call in it holds up the process', () => {
  const callFrame = { functionName: 'work', scriptId: '1', url: 'file:///app/work.js', lineNumber: 0, columnNumber: 0 };
  const profile = {
    nodes: [{ id: 1, callFrame }],
    startTime: 1000,
    endTime: 9000,
    samples: [1, 1, 1],
    // The last sample has no end.
    timeDeltas: [500, 2000, 4000],
  };
  const blocking = [{ start: 2000, end: 7000 }];
  expect(summarize(profile, () => true, blocking)).toMatchObject({
    total: 1,
    outside: 0,
    functions: [{ functionName: 'work', ms: 1 }],
  });
  expect(summarize(profile, () => true).total).toBe(6);
});
