import type { ts } from 'ts-morph';
import type { Chain, Fn, Step } from '../graph/model.ts';
import type { ChainLink, Place } from '../finding.ts';

export function placeOf(node: ts.Node): Place {
  const file = node.getSourceFile();
  return { filename: file.fileName, start: node.getStart(file), end: node.end };
}

/** The calls of a chain, one after the other, in words. */
export function linksOf(source: readonly Step[], chain: Chain): ChainLink[] {
  const steps = [...source, ...chain.steps];
  return steps.map(({ fn, call }, index) => {
    const next = steps[index + 1]?.fn.name ?? chain.leaf.name;
    return { ...placeOf(call.node), text: `${fn.name} calls ${next}` };
  });
}

/** A function, as a message names it. */
export function named({ name }: Fn): string {
  return /^(?:an?|the) /.test(name) ? name : `\`${name}\``;
}

/** What a chain leads to, as a message names it: `sleep` itself, or `sleep`, by way of `nap`. */
export function through({ steps, leaf }: Chain): string {
  const [, first] = steps;
  return first === undefined ? `\`${leaf.name}\`` : `\`${leaf.name}\`, by way of ${named(first.fn)}`;
}
