import { parse } from '@babel/parser';
import type { types as t } from '@babel/core';
import { resolve } from '../../plugin/3-analyze/scopes/resolve.ts';
import { findBlockingInitializers, followCalls } from '../../plugin/3-analyze/yield-points/yield-points.ts';

const CHAIN = `
  class A { x = read(); }
  class B { x = new A(); }
  class C extends B {}
  class D { x = new C(); }
  class Plain { x = 1; }
  class E { x = new Plain(); }
`;

/** The classes with a field that may suspend, found in one go. */
function classesWithBlockingFields(source: string, canMove: (field: t.Node) => boolean): string[] {
  const { program } = parse(source) as unknown as t.File;
  const calls = followCalls(
    resolve(program, () => true),
    false,
  );
  const blocking = findBlockingInitializers(calls, canMove);
  return program.body
    .filter((statement) => statement.type === 'ClassDeclaration')
    .filter(({ body }) => body.body.some((element) => blocking.has(element)))
    .map(({ id }) => id?.name ?? '');
}

describe('the initializers of fields that may block', () => {
  it('are found through all classes that construct one another', () => {
    expect(classesWithBlockingFields(CHAIN, () => true)).toEqual(['A', 'B', 'D']);
  });

  it('make no constructor block that cannot call them as a method', () => {
    expect(classesWithBlockingFields(CHAIN, () => false)).toEqual(['A']);
  });
});
