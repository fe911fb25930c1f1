/**
 * Babel with what the command, the loader and the plugins of bundlers need of it, and with our plugin. It is built into one file,
 * so that whoever installs this package installs nothing else, and so that no file of it is ever one of the program.
 */
import decorators from '@babel/plugin-proposal-decorators';
import dynamicImport from '@babel/plugin-transform-dynamic-import';
import exportNamespaceFrom from '@babel/plugin-transform-export-namespace-from';
import explicitResourceManagement from '@babel/plugin-transform-explicit-resource-management';
import modulesCommonjs from '@babel/plugin-transform-modules-commonjs';
import react from '@babel/preset-react';
import typescript from '@babel/preset-typescript';
import { assignFields } from './assign-fields.ts';
import { besideUsing } from './beside-using.ts';
import { decoratorGrammar } from './decorator-grammar.ts';
import { decoratorMetadata } from './decorator-metadata/index.ts';
import { legacyDecorators } from './legacy-decorators/index.ts';
import { namespaceMembers } from './namespace-members.ts';
import { parameterDecorators } from './parameter-decorators.ts';
import { parameterFields } from './parameter-fields.ts';
import { restoredMarks } from './restored-marks.ts';
import { typeReferences } from './type-references.ts';
import { writtenMarks } from './written-marks.ts';

export { parseSync, transformAsync, transformFromAstSync, transformSync, traverse, types, version } from '@babel/core';
export { explain, judge } from '../../plugin/explain/explain.ts';
export { default as greenlets } from '../../plugin/index.ts';
export { counters } from './counters.ts';
export { hasLateMarks } from './restored-marks.ts';
export type { CoverageData, Position, Range } from './coverage-data.ts';

export const presets = { react, typescript };

export const plugins = {
  assignFields,
  besideUsing,
  decorators,
  decoratorGrammar,
  decoratorMetadata,
  dynamicImport,
  explicitResourceManagement,
  exportNamespaceFrom,
  legacyDecorators,
  modulesCommonjs,
  namespaceMembers,
  parameterDecorators,
  parameterFields,
  restoredMarks,
  typeReferences,
  writtenMarks,
};
