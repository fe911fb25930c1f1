import type { types as t } from '@babel/core';

/** Whether directives make code strict. */
export function hasUseStrict(directives: readonly t.Directive[] | null | undefined): boolean {
  return directives?.some((directive) => directive.value.value === 'use strict') ?? false;
}
