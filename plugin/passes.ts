import type { types as t } from '@babel/core';
import type { OnPass } from './interface/options.ts';

/** Runs a pass: a phase is a list of calls of it. */
export type RunPass = <Result>(name: string, pass: () => Result) => Result;

/** Runs the passes of a program; whoever watches is told of each. */
export function passesOf(program: t.Program, watch: OnPass | null): RunPass {
  return (name, pass) => {
    const result = pass();
    watch?.(name, program);
    return result;
  };
}
