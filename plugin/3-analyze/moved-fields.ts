import type { MovedFields } from './model.ts';

export function noMovedFields(): MovedFields {
  return {
    methods: new Map(),
    keys: new Map(),
    adders: new Map(),
    additions: new Map(),
    setters: new Map(),
    owners: new Map(),
  };
}
