import { types as t } from '@babel/core';
import { eachChild } from '../syntax/children.ts';
import { boundNames, isFunctionBoundary } from '../3-analyze/scopes/declare.ts';
import { findSloppyFunctions, isPlainFunction } from '../3-analyze/scopes/sloppy-functions.ts';
import { placesOf, type NodeList } from '../syntax/node-list.ts';
import { put } from '../syntax/put.ts';
import { uniqueName } from '../syntax/names/unique-name.ts';

/**
 * In sloppy code, a function declared in a block is a variable of the function around, too, unless a `let`, a class, a parameter and
 * the like has its name. When those become variables of the function themselves, nothing would keep the engine from assigning to
 * them. So what is a variable of the block only becomes one that says so:
 *
 *     let f; { g(); function f() {} }   =>   let f; { let f = function () {}; g(); }
 *
 * Input: the marked nodes, and the nodes of the program as it was parsed. Output: the functions that are new are marked.
 */
export function declareHiddenFunctions(program: t.Program, list: NodeList, marked: Set<t.Node>): void {
  if (program.sourceType === 'module') return;
  if (!placesOf(list, 'FunctionDeclaration').some((index) => isInBlock(index, list))) return;
  visit(program, marked, new HiddenFunctions(program, marked));
}

/** Whether a function declaration is not directly in a function or at the top level. */
function isInBlock(index: number, { nodes, parents }: NodeList): boolean {
  const place = parents[index] as number;
  const parent = nodes[place] as t.Node;
  if (t.isProgram(parent)) return false;
  return !t.isBlockStatement(parent) || !t.isFunction(nodes[parents[place] as number]);
}

function visit(node: t.Node, marked: ReadonlySet<t.Node>, hidden: HiddenFunctions): void {
  if (t.isClass(node) || ((t.isProgram(node) || t.isBlockStatement(node)) && isStrict(node))) return;
  if (t.isFunction(node) && t.isBlockStatement(node.body)) {
    if (isStrict(node.body)) return;
    if (marked.has(node)) hidden.writeOut(node.body, node.params.flatMap(boundNames));
  }
  eachChild(node, (child) => visit(child, marked, hidden));
}

function isStrict({ directives }: t.Program | t.BlockStatement): boolean {
  return directives.some(({ value }) => value.value === 'use strict');
}

class HiddenFunctions {
  readonly #program: t.Program;
  readonly #marked: Set<t.Node>;
  #names: Set<string> | null = null;

  constructor(program: t.Program, marked: Set<t.Node>) {
    this.#program = program;
    this.#marked = marked;
  }

  /** Those in the blocks of a function's body. */
  writeOut(body: t.BlockStatement, parameters: readonly string[]): void {
    this.#inStatements(body, new Set<t.Node>(findSloppyFunctions(body, parameters)));
  }

  #inStatements(node: t.Node, visible: ReadonlySet<t.Node>): void {
    eachChild(node, (child, key) => {
      if (isFunctionBoundary(child) || t.isExpression(child)) return;
      this.#inStatements(child, visible);
      if (t.isBlockStatement(child)) this.#declareFirst(child, visible);
      else if (t.isSwitchStatement(child)) put(node, key, child, this.#switch(child, visible));
    });
  }

  #declareFirst(block: t.BlockStatement, visible: ReadonlySet<t.Node>): void {
    const rest = block.body.filter((statement) => !isHidden(statement, visible));
    block.body = [...this.#declarations(block.body, visible), ...rest];
  }

  /** Of several functions of the same name, the last one counts. */
  #declarations(statements: readonly t.Statement[], visible: ReadonlySet<t.Node>): t.Statement[] {
    const hidden = statements.filter((statement) => isHidden(statement, visible));
    const last = new Map(hidden.map((node) => [node.id?.name ?? '', node]));
    return [...last].map(([name, node]) => this.#declaration(name, node));
  }

  #declaration(name: string, node: t.FunctionDeclaration): t.Statement {
    const value = t.functionExpression(null, node.params, node.body);
    value.loc = node.loc ?? null;
    if (this.#marked.has(node)) this.#marked.add(value);
    const declaration = t.variableDeclaration('let', [t.variableDeclarator(t.identifier(name), value)]);
    declaration.leadingComments = node.leadingComments ?? null;
    return declaration;
  }

  /** `switch (f) { case 1: function f() {} }   =>   { const value = f; { let f = function () {}; switch (value) { case 1: } } }` */
  #switch(node: t.SwitchStatement, visible: ReadonlySet<t.Node>): t.Statement {
    const declarations = this.#declarations(
      node.cases.flatMap(({ consequent }) => consequent),
      visible,
    );
    if (declarations.length === 0) return node;
    this.#names ??= namesIn(this.#program);
    const value = uniqueName('value', this.#names);
    const keep = t.variableDeclaration('const', [t.variableDeclarator(t.identifier(value), node.discriminant)]);
    node.discriminant = t.identifier(value);
    for (const each of node.cases) each.consequent = each.consequent.filter((inner) => !isHidden(inner, visible));
    return t.blockStatement([keep, t.blockStatement([...declarations, node])]);
  }
}

function isHidden(node: t.Node, visible: ReadonlySet<t.Node>): node is t.FunctionDeclaration {
  return isPlainFunction(node) && !visible.has(node);
}

function namesIn(program: t.Program): Set<string> {
  const names = new Set<string>();
  t.traverseFast(program, (node) => {
    if (t.isIdentifier(node)) names.add(node.name);
  });
  return names;
}
