import type { types as t } from '@babel/core';
import { isTypeOnly } from '../../syntax/children.ts';
import { listNodes } from '../../syntax/node-list.ts';
import { NOTHING_NOTED } from '../notes.ts';
import { declareLexical, declareVars } from './declare.ts';
import { findReplacements } from './replacements.ts';
import { hasUseStrict } from './strict.ts';
import type { FunctionInfo, Notes, Resolution } from '../model.ts';
import { visitCatch, visitEnum, visitLoop, visitNamespace, visitSwitch } from './visitors/blocks.ts';
import { visitCall, visitSuper, visitWith } from './visitors/calls.ts';
import { visitClass, visitField } from './visitors/classes.ts';
import { declareSloppyFunctions, visitFunction, visitInitializer, visitStatements } from './visitors/functions.ts';
import { noteNames, visitDefaultExport, visitExport, visitJsxName, visitProperty } from './visitors/names.ts';
import { visitAssignment, visitUpdate, visitVariables } from './visitors/patterns.ts';
import { Resolver, type Visitors } from './resolver.ts';

/**
 * Resolves every identifier of the program to its binding, and records what each function uses of `this`,
 * `arguments`, `new.target` and the like.
 *
 * Input: the program as parsed (or as earlier plugins left it); which functions are marked.
 * Output: what the names and functions are. Nothing is changed in the program.
 *
 * @param notes what the passes before noted about the program
 */
export function resolve(
  program: t.Program,
  isMarked: (node: t.Node) => boolean,
  notes: Notes = NOTHING_NOTED,
): Resolution {
  const resolver = new Resolver(VISITORS, isMarked);
  const info = run(program, resolver);
  for (const adder of notes.movedFields.adders.values()) resolver.names.add(adder);
  // Written out: see `analyze`.
  return {
    program: info,
    list: listNodes(program, isTypeOnly),
    functions: resolver.functions,
    infoOf: resolver.infoOf,
    scopeOf: resolver.scopeOf,
    refOf: resolver.refOf,
    inferredNames: resolver.inferredNames,
    assignedToMembers: resolver.assignedToMembers,
    sloppyFunctions: resolver.sloppyFunctions,
    names: resolver.names,
    dynamic: resolver.dynamic,
    replaced: findReplacements(resolver.stores, resolver.refOf),
    movedFields: notes.movedFields,
    late: notes.late,
    privateTargets: notes.privateTargets,
    generatorStarts: notes.generatorStarts,
    types: notes.types,
    neverSuspends: notes.neverSuspends,
  };
}

/** What to do with the nodes that are more than their children. */
const VISITORS: Visitors = {
  Identifier: (node, resolver) => resolver.reference(node, node.name, false),
  // The name in `#x in o` is no variable.
  PrivateName: (node, resolver) => void resolver.names.add(node.id.name),
  JSXIdentifier: visitJsxName,
  FunctionDeclaration: visitFunction,
  FunctionExpression: visitFunction,
  ArrowFunctionExpression: visitFunction,
  ObjectMethod: visitFunction,
  ClassMethod: visitFunction,
  ClassPrivateMethod: visitFunction,
  ClassDeclaration: visitClass,
  ClassExpression: visitClass,
  ClassProperty: visitField,
  ClassPrivateProperty: visitField,
  ClassAccessorProperty: visitField,
  StaticBlock: (node, resolver) => visitInitializer(node, () => visitStatements(node, node.body, resolver), resolver),
  BlockStatement: (node, resolver) => resolver.inScope('block', node, () => visitStatements(node, node.body, resolver)),
  SwitchStatement: visitSwitch,
  ForStatement: visitLoop,
  ForInStatement: visitLoop,
  ForOfStatement: visitLoop,
  CatchClause: visitCatch,
  VariableDeclaration: (node, resolver) => visitVariables(node, false, resolver),
  AssignmentExpression: visitAssignment,
  UpdateExpression: visitUpdate,
  ThisExpression: (_, resolver) => void (resolver.thisOwner().usesThis = true),
  Super: (_, resolver) => visitSuper(resolver),
  MetaProperty: (node, resolver) => void (resolver.thisOwner().usesNewTarget ||= node.meta.name === 'new'),
  CallExpression: visitCall,
  NewExpression: visitCall,
  OptionalCallExpression: visitCall,
  TaggedTemplateExpression: visitCall,
  WithStatement: visitWith,
  ObjectProperty: visitProperty,
  ImportDeclaration: noteNames,
  ExportDefaultDeclaration: visitDefaultExport,
  ExportNamedDeclaration: visitExport,
  TSModuleBlock: visitNamespace,
  TSEnumDeclaration: visitEnum,
  TSEnumMember: (node, resolver) => node.initializer && resolver.visit(node.initializer),
  TSImportEqualsDeclaration: noteNames,
};

function run(program: t.Program, resolver: Resolver): FunctionInfo {
  const info = resolver.createInfo(program, 'program');
  info.strict = program.sourceType === 'module' || hasUseStrict(program.directives);
  resolver.fn = info;
  resolver.inScope('program', program, () => {
    info.scope = resolver.scope;
    declareVars(resolver.scope, program, info);
    declareLexical(resolver.scope, program.body);
    declareSloppyFunctions(program, info, resolver);
    for (const statement of program.body) resolver.visit(statement);
  });
  return info;
}
