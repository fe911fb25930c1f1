import type { MovedFields, Notes } from './model.ts';

export function noMovedFields(): MovedFields {
  return {
    methods: new Map(),
    keys: new Map(),
    adders: new Map(),
    additions: new Map(),
    definitions: new Set(),
    setters: new Map(),
    owners: new Map(),
  };
}

/** Before any pass has changed the program. */
export const NOTHING_NOTED: Notes = {
  movedFields: noMovedFields(),
  late: new Map(),
  privateTargets: new Map(),
  generatorStarts: new Map(),
  types: { checked: null, parameterProperties: new Map() },
  neverSuspends: null,
};
