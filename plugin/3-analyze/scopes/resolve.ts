import { types as t } from '@babel/core';
import { eachChild, isParenthesized, isTypeOnly, membersOf } from '../../syntax/children.ts';
import { isDirectEval } from '../../syntax/direct-eval.ts';
import { declare, declareLexical, declareNames, declareVars, boundNames } from './declare.ts';
import { isLogicalAssignment } from '../../syntax/logical-assignment.ts';
import { findSloppyFunctions } from './sloppy-functions.ts';
import { declareOwnArguments } from './own-arguments.ts';
import { NOTHING_NOTED } from '../notes.ts';
import type { Binding, FunctionInfo, FunctionKind, Notes, Ref, Resolution, Scope, ScopeKind } from '../model.ts';

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
  const resolution = { ...new Resolver(isMarked).run(program), ...notes };
  for (const adder of notes.movedFields.adders.values()) resolution.names.add(adder);
  return resolution;
}

type Visitors = { [Type in t.Node['type']]?: (node: Extract<t.Node, { type: Type }>) => void };

class Resolver {
  readonly #isMarked: (node: t.Node) => boolean;
  readonly #infoOf = new Map<t.Node, FunctionInfo>();
  readonly #scopeOf = new Map<t.Node, Scope>();
  readonly #refOf = new Map<t.Node, Ref>();
  readonly #names = new Set<string>();
  readonly #inferredNames = new Map<t.Node, string>();
  readonly #sloppyFunctions = new Map<t.FunctionDeclaration, Binding>();
  readonly #functions: FunctionInfo[] = [];
  /** Where functions mention the `arguments` that they are given. */
  readonly #argumentsOf = new Map<FunctionInfo, Ref[]>();
  #fn!: FunctionInfo;
  #scope!: Scope;
  #order = 0;
  #dynamic = false;
  /** The order number at the start of the innermost scope: function declarations exist from there on. */
  #scopeStart = 0;

  /** What to do with the nodes that are more than their children. */
  readonly #visitors: Visitors = {
    Identifier: (node) => this.#reference(node, node.name, false),
    // The name in `#x in o` is no variable.
    PrivateName: (node) => void this.#names.add(node.id.name),
    JSXIdentifier: (node) => this.#jsxReference(node),
    FunctionDeclaration: (node) => this.#function(node),
    FunctionExpression: (node) => this.#function(node),
    ArrowFunctionExpression: (node) => this.#function(node),
    ObjectMethod: (node) => this.#function(node),
    ClassMethod: (node) => this.#function(node),
    ClassPrivateMethod: (node) => this.#function(node),
    ClassDeclaration: (node) => this.#class(node),
    ClassExpression: (node) => this.#class(node),
    ClassProperty: (node) => this.#field(node),
    ClassPrivateProperty: (node) => this.#field(node),
    ClassAccessorProperty: (node) => this.#field(node),
    StaticBlock: (node) => this.#initializer(node, () => this.#statements(node, node.body)),
    BlockStatement: (node) => this.#inScope('block', node, () => this.#statements(node, node.body)),
    SwitchStatement: (node) => this.#switch(node),
    ForStatement: (node) => this.#loop(node),
    ForInStatement: (node) => this.#loop(node),
    ForOfStatement: (node) => this.#loop(node),
    CatchClause: (node) => this.#catch(node),
    VariableDeclaration: (node) => this.#variables(node),
    AssignmentExpression: (node) => this.#assignment(node),
    UpdateExpression: (node) => this.#update(node),
    ThisExpression: () => void (this.#thisOwner().usesThis = true),
    Super: () => this.#super(),
    MetaProperty: (node) => void (this.#thisOwner().usesNewTarget ||= node.meta.name === 'new'),
    CallExpression: (node) => this.#call(node),
    NewExpression: (node) => this.#call(node),
    OptionalCallExpression: (node) => this.#call(node),
    TaggedTemplateExpression: (node) => this.#call(node),
    WithStatement: (node) => this.#with(node),
    ObjectProperty: (node) => this.#property(node),
    ImportDeclaration: (node) => this.#noteNames(node),
    ExportDefaultDeclaration: (node) => this.#defaultExport(node),
    ExportNamedDeclaration: (node) => this.#export(node),
    TSModuleBlock: (node) => this.#namespace(node),
    TSEnumDeclaration: (node) => this.#enum(node),
    TSEnumMember: (node) => node.initializer && this.#visit(node.initializer),
    TSImportEqualsDeclaration: (node) => this.#noteNames(node),
  };

  constructor(isMarked: (node: t.Node) => boolean) {
    this.#isMarked = isMarked;
  }

  run(program: t.Program): Omit<Resolution, keyof Notes> {
    const info = this.#createInfo(program, 'program');
    info.strict = program.sourceType === 'module' || hasUseStrict(program.directives);
    this.#fn = info;
    this.#inScope('program', program, () => {
      info.scope = this.#scope;
      declareVars(this.#scope, program, info);
      declareLexical(this.#scope, program.body);
      this.#declareSloppyFunctions(program, info);
      for (const statement of program.body) this.#visit(statement);
    });
    return {
      program: info,
      functions: this.#functions,
      infoOf: this.#infoOf,
      scopeOf: this.#scopeOf,
      refOf: this.#refOf,
      inferredNames: this.#inferredNames,
      sloppyFunctions: this.#sloppyFunctions,
      names: this.#names,
      dynamic: this.#dynamic,
    };
  }

  #visit(node: t.Node): void {
    if (isTypeOnly(node)) return;
    const visitor = this.#visitors[node.type] as ((node: t.Node) => void) | undefined;
    if (visitor === undefined) this.#children(node);
    else visitor(node);
  }

  #update(node: t.UpdateExpression): void {
    if (t.isIdentifier(node.argument)) this.#reference(node.argument, node.argument.name, true);
    else this.#visit(node.argument);
  }

  #super(): void {
    const owner = this.#thisOwner();
    owner.usesThis = true;
    owner.usesSuper = true;
  }

  #namespace(node: t.TSModuleBlock): void {
    this.#initializer(node, () => {
      declareVars(this.#scope, node, this.#fn);
      this.#statements(node, node.body);
    });
  }

  #enum(node: t.TSEnumDeclaration): void {
    this.#declared(node.id, node.id.name);
    // In its own initializers it goes by its name, wherever the variable is kept, and so do its members.
    this.#inScope('name', node, () => {
      declare(this.#scope, node.id.name, 'self', node);
      for (const { id } of membersOf(node)) if (t.isIdentifier(id)) declare(this.#scope, id.name, 'self', id);
      for (const member of membersOf(node)) this.#visit(member);
    });
  }

  #with(node: t.WithStatement): void {
    this.#dynamic = true;
    this.#fn.withStatement ??= node;
    this.#children(node);
  }

  #property(node: t.ObjectProperty): void {
    if (!node.computed && !setsPrototype(node)) this.#nameAfter(node.key, node.value);
    this.#children(node);
  }

  #defaultExport(node: t.ExportDefaultDeclaration): void {
    this.#inferName('default', node.declaration);
    this.#children(node);
  }

  #export(node: t.ExportNamedDeclaration): void {
    if (node.source) this.#noteNames(node);
    else this.#children(node);
  }

  /** Visits the children that are evaluated, not the names of properties and labels. */
  #children(node: t.Node): void {
    eachChild(node, (child, key) => {
      if (!isNameOnly(node, key)) this.#visit(child);
      else if (t.isIdentifier(child)) this.#names.add(child.name);
    });
  }

  #reference(node: t.Node, name: string, write: boolean): void {
    this.#names.add(name);
    const binding = this.#lookup(name);
    const ref: Ref = {
      node,
      name,
      binding,
      fn: this.#fn,
      order: ++this.#order,
      write,
      checked: false,
      scope: this.#scope,
    };
    this.#refOf.set(node, ref);
    if (binding === null) return this.#unresolved(ref);
    binding.refs.push(ref);
    if (write) binding.writes++;
    if (ref.fn !== binding.scope.fn) binding.captured = true;
  }

  #unresolved(ref: Ref): void {
    if (ref.name !== 'arguments') return;
    const owner = this.#thisOwner();
    owner.usesArguments = true;
    this.#argumentsOf.set(owner, [...(this.#argumentsOf.get(owner) ?? []), ref]);
  }

  /** `<Name/>` refers to a variable unless it is the lower-case name of an element. */
  #jsxReference(node: t.JSXIdentifier): void {
    if (/^[^a-z]/.test(node.name)) this.#reference(node, node.name, false);
  }

  /** The identifier that declares a binding; renamed with its references. */
  #declared(node: t.Node, name: string): void {
    this.#names.add(name);
    const binding = this.#lookup(name);
    this.#refOf.set(node, {
      node,
      name,
      binding,
      fn: this.#fn,
      order: this.#order,
      write: false,
      checked: false,
      scope: this.#scope,
    });
  }

  #lookup(name: string): Binding | null {
    for (let scope: Scope | null = this.#scope; scope !== null; scope = scope.parent) {
      const binding = scope.bindings.get(name);
      if (binding !== undefined) return binding;
      if (name === 'arguments' && hasArguments(scope)) return null;
    }
    return null;
  }

  #function(node: t.Function): void {
    const outer = this.#fn;
    if (t.isFunctionDeclaration(node) && node.id) this.#declared(node.id, node.id.name);
    if (t.isClassMethod(node) || t.isClassPrivateMethod(node))
      for (const each of node.decorators ?? []) this.#visit(each);
    if ((t.isMethod(node) || t.isObjectMethod(node)) && node.computed) this.#visit(node.key);
    const info = this.#createInfo(node, kindOf(node));
    info.async = node.async ?? false;
    info.generator = node.generator ?? false;
    info.strict = outer.strict || (t.isBlockStatement(node.body) && hasUseStrict(node.body.directives));
    this.#fn = info;
    if (t.isFunctionExpression(node) && node.id) {
      const { id } = node;
      this.#inScope('name', node, () => {
        declare(this.#scope, id.name, 'self', node);
        this.#declared(id, id.name);
        this.#functionBody(node, info);
      });
    } else this.#functionBody(node, info);
    this.#fn = outer;
  }

  #functionBody(node: t.Function, info: FunctionInfo): void {
    this.#inScope('function', node, () => {
      info.scope = this.#scope;
      for (const param of node.params) for (const name of boundNames(param)) declare(this.#scope, name, 'param');
      const evaluates = !node.params.every((param) => t.isIdentifier(param));
      if (!evaluates) this.#declareBody(node.body, info);
      for (const param of node.params) this.#pattern(param, false);
      if (!evaluates) return this.#visitBody(node.body);
      // What the parameters evaluate sees parameters only.
      const body = (): void => {
        this.#declareBody(node.body, info);
        this.#visitBody(node.body);
      };
      if (this.#hasVariablesLikeParameters(node, info)) this.#inScope('body', node.body, body);
      else body();
    });
    declareOwnArguments(info, this.#argumentsOf.get(info) ?? [], this.#scopeOf.get(node.body));
  }

  #declareBody(body: t.Node, info: FunctionInfo): void {
    declareVars(this.#scope, body, info);
    if (t.isBlockStatement(body)) declareLexical(this.#scope, body.body);
    this.#declareSloppyFunctions(body, info);
  }

  #declareSloppyFunctions(body: t.Node, info: FunctionInfo): void {
    if (info.strict) return;
    const bindings = [...(info.scope?.bindings.values() ?? [])];
    const parameters = bindings.filter(({ kind }) => kind === 'param').map(({ name }) => name);
    for (const node of findSloppyFunctions(body, parameters)) {
      const binding = declare(this.#scope, (node.id as t.Identifier).name, 'var');
      binding.writes++;
      this.#sloppyFunctions.set(node, binding);
    }
  }

  #visitBody(body: t.Node): void {
    if (t.isBlockStatement(body)) for (const statement of body.body) this.#visit(statement);
    else this.#visit(body);
  }

  /** Whether the body declares a variable of its own with the name of a parameter, and a closure tells them apart. */
  #hasVariablesLikeParameters(node: t.Function, info: FunctionInfo): boolean {
    const captured = [...this.#scope.bindings.values()].filter((binding) => binding.captured).map(({ name }) => name);
    if (this.#argumentsOf.get(info)?.some((ref) => ref.fn !== info)) captured.push('arguments');
    if (captured.length === 0) return false;
    const body: Scope = { kind: 'body', node: node.body, parent: this.#scope, fn: info, bindings: new Map() };
    declareVars(body, node.body, info);
    if (t.isBlockStatement(node.body)) declareLexical(body, node.body.body);
    return captured.some((name) => body.bindings.has(name));
  }

  #class(node: t.Class): void {
    const { strict } = this.#fn;
    if (t.isClassDeclaration(node) && node.id) this.#declared(node.id, node.id.name);
    for (const decorator of node.decorators ?? []) this.#visit(decorator);
    this.#fn.strict = true;
    this.#inScope('class', node, () => {
      if (node.id) declare(this.#scope, node.id.name, 'self', node);
      if (t.isClassExpression(node) && node.id) this.#declared(node.id, node.id.name);
      if (node.superClass) this.#visit(node.superClass);
      this.#visit(node.body);
    });
    this.#fn.strict = strict;
    if (t.isClassDeclaration(node) && node.id) this.#initialized(node.id.name);
  }

  #field(node: t.ClassProperty | t.ClassPrivateProperty | t.ClassAccessorProperty): void {
    for (const decorator of node.decorators ?? []) this.#visit(decorator);
    if ('computed' in node && node.computed) this.#visit(node.key);
    const { value } = node;
    if (value && t.isClassPrivateProperty(node)) this.#inferName(`#${node.key.id.name}`, value);
    else if (value && !(node as { computed?: boolean }).computed) this.#nameAfter(node.key, value);
    if (value) this.#initializer(node, () => this.#visit(value));
  }

  #initializer(node: t.Node, body: () => void): void {
    const outer = this.#fn;
    const info = this.#createInfo(node, 'initializer');
    info.strict = true;
    this.#fn = info;
    this.#inScope('function', node, () => {
      info.scope = this.#scope;
      body();
    });
    this.#fn = outer;
  }

  #statements(node: t.Node, statements: readonly t.Statement[]): void {
    if (t.isStaticBlock(node)) declareVars(this.#scope, t.blockStatement([...statements]), this.#fn);
    declareLexical(this.#scope, statements);
    for (const statement of statements) this.#visit(statement);
  }

  #switch(node: t.SwitchStatement): void {
    this.#visit(node.discriminant);
    this.#inScope('switch', node, () => {
      for (const { consequent } of node.cases) declareLexical(this.#scope, consequent);
      for (const branch of node.cases) this.#children(branch);
    });
  }

  #loop(node: t.ForStatement | t.ForInStatement | t.ForOfStatement): void {
    this.#inScope('loop', node, () => {
      const head = t.isForStatement(node) ? node.init : node.left;
      if (t.isVariableDeclaration(head) && head.kind !== 'var') declareNames(this.#scope, head);
      if (t.isForStatement(node)) return this.#children(node);
      this.#visit(node.right);
      if (t.isVariableDeclaration(node.left)) this.#variables(node.left, true);
      else this.#pattern(node.left, true);
      this.#visit(node.body);
    });
  }

  #catch(node: t.CatchClause): void {
    this.#inScope('catch', node, () => {
      if (node.param) {
        for (const name of boundNames(node.param)) declare(this.#scope, name, 'catch');
        this.#pattern(node.param, false);
      }
      this.#visit(node.body);
    });
  }

  #variables(node: t.VariableDeclaration, assigned = false): void {
    for (const { id, init } of node.declarations) {
      if (init) this.#nameAfter(id, init);
      if (init) this.#visit(init);
      const isWrite = node.kind === 'var' && ((init !== null && init !== undefined) || assigned);
      this.#pattern(id, isWrite);
    }
  }

  #initialized(name: string): void {
    const binding = this.#lookup(name);
    if (binding !== null && binding.kind !== 'var' && binding.kind !== 'function') binding.initializedAt = this.#order;
  }

  #assignment(node: t.AssignmentExpression): void {
    if (node.operator === '=') {
      this.#visitTargetParts(node.left);
      this.#nameAfter(node.left, node.right);
      this.#visit(node.right);
      this.#assignTargets(node.left);
    } else {
      if (isLogicalAssignment(node.operator)) this.#nameAfter(node.left, node.right);
      this.#pattern(node.left, true);
      this.#visit(node.right);
    }
  }

  /** An anonymous function or class is named after the variable or property that it initializes. */
  #nameAfter(target: t.Node, value: t.Node): void {
    if (isParenthesized(target)) return;
    if (t.isIdentifier(target)) this.#inferName(target.name, value);
    else if (t.isStringLiteral(target) || t.isNumericLiteral(target)) this.#inferName(String(target.value), value);
    else if (t.isBigIntLiteral(target)) this.#inferName(String(BigInt(target.value)), value);
  }

  #inferName(name: string, value: t.Node): void {
    while (t.isParenthesizedExpression(value)) value = value.expression;
    const anonymous =
      t.isArrowFunctionExpression(value) || ((t.isFunctionExpression(value) || t.isClass(value)) && !value.id);
    if (anonymous) this.#inferredNames.set(value, name);
  }

  /** What an assignment evaluates before its right side; the targets themselves come after it. */
  #visitTargetParts(target: t.Node): void {
    if (t.isMemberExpression(target)) this.#children(target);
  }

  #assignTargets(target: t.Node): void {
    if (!t.isMemberExpression(target)) this.#pattern(target, true);
  }

  /** A declared or assigned pattern: its names are declared (or written), its defaults and keys evaluated. */
  #pattern(node: t.Node, write: boolean): void {
    switch (node.type) {
      case 'Identifier':
        return write ? this.#reference(node, node.name, true) : this.#bound(node);
      case 'AssignmentPattern':
        this.#nameAfter(node.left, node.right);
        this.#visit(node.right);
        return this.#pattern(node.left, write);
      case 'RestElement':
        return this.#pattern(node.argument, write);
      case 'TSParameterProperty':
        return this.#pattern(node.parameter, write);
      case 'ArrayPattern':
        for (const element of node.elements) if (element !== null) this.#pattern(element, write);
        return;
      case 'ObjectPattern':
        for (const property of node.properties) {
          if (t.isRestElement(property)) this.#pattern(property.argument, write);
          else {
            if (property.computed) this.#visit(property.key);
            this.#pattern(property.value, write);
          }
        }
        return;
      default:
        this.#visitWrapped(node, write);
    }
  }

  /** From here on, the variable has a value; the parts of a pattern further right can use it. */
  #bound(node: t.Identifier): void {
    this.#declared(node, node.name);
    const kind = this.#lookup(node.name)?.kind;
    if (kind === 'let' || kind === 'const' || kind === 'param') this.#initialized(node.name);
  }

  #visitWrapped(node: t.Node, write: boolean): void {
    const inner = (node as { expression?: t.Node }).expression;
    if (inner !== undefined && !t.isMemberExpression(node)) this.#pattern(inner, write);
    else this.#visit(node);
  }

  #call(node: t.CallExpression | t.NewExpression | t.OptionalCallExpression | t.TaggedTemplateExpression): void {
    if (t.isSuper((node as t.CallExpression).callee)) this.#thisOwner().usesSuperCall = true;
    if (isDirectEval(node)) this.#noteEval(node);
    this.#fn.calls.push({ node, callees: null });
    this.#children(node);
  }

  #noteEval(node: t.Node): void {
    this.#dynamic = true;
    for (let fn: FunctionInfo | null = this.#fn; fn !== null; fn = fn.parent) fn.directEval ??= node;
    for (let scope: Scope | null = this.#scope; scope !== null; scope = scope.parent) {
      for (const binding of scope.bindings.values()) if (canBeAssigned(binding)) binding.writes++;
    }
  }

  #noteNames(node: t.Node): void {
    eachChild(node, (child) => this.#noteNames(child));
    if (t.isIdentifier(node)) this.#names.add(node.name);
  }

  /** The function whose `this` an expression here means; arrows in between use it too. */
  #thisOwner(): FunctionInfo {
    let fn = this.#fn;
    fn.usesThis ||= fn.kind === 'arrow';
    while (fn.kind === 'arrow' && fn.parent !== null) fn = fn.parent;
    return fn;
  }

  #createInfo(node: t.Node, kind: FunctionKind): FunctionInfo {
    const parent = this.#functions.length === 0 ? null : this.#fn;
    const info: FunctionInfo = {
      node,
      kind,
      parent,
      marked: this.#isMarked(node),
      async: false,
      generator: false,
      strict: parent?.strict ?? false,
      scope: null,
      declares: new Set(),
      usesThis: false,
      usesArguments: false,
      sharesArguments: false,
      usesNewTarget: false,
      usesSuper: false,
      usesSuperCall: false,
      directEval: null,
      withStatement: null,
      compiled: false,
      isPrivate: false,
      createdAt: t.isFunctionDeclaration(node) ? this.#scopeStart : this.#order,
      calls: [],
    };
    this.#functions.push(info);
    this.#infoOf.set(node, info);
    return info;
  }

  #inScope(kind: ScopeKind, node: t.Node, body: () => void): void {
    const outer = this.#scope as Scope | undefined;
    const outerStart = this.#scopeStart;
    this.#scopeStart = this.#order;
    this.#scope = { kind, node, parent: outer ?? null, fn: this.#fn, bindings: new Map() };
    if (kind !== 'name') this.#scopeOf.set(node, this.#scope);
    body();
    this.#scopeStart = outerStart;
    if (outer !== undefined) this.#scope = outer;
  }
}

/** `{ __proto__: value }` */
function setsPrototype({ key, shorthand }: t.ObjectProperty): boolean {
  const isKey = t.isIdentifier(key, { name: '__proto__' }) || t.isStringLiteral(key, { value: '__proto__' });
  return isKey && !shorthand;
}

function hasUseStrict(directives: readonly t.Directive[] | null | undefined): boolean {
  return directives?.some((directive) => directive.value.value === 'use strict') ?? false;
}

/** Whether the function has its own `arguments`, unless it declares something by that name. */
function hasArguments({ kind, fn }: Scope): boolean {
  return kind === 'function' && fn.kind !== 'arrow' && fn.kind !== 'initializer';
}

/** By code that `eval` runs. */
function canBeAssigned({ kind }: Binding): boolean {
  return kind !== 'const' && kind !== 'self' && kind !== 'import';
}

function kindOf(node: t.Function): FunctionKind {
  if (t.isArrowFunctionExpression(node)) return 'arrow';
  if (!t.isObjectMethod(node) && !t.isClassMethod(node) && !t.isClassPrivateMethod(node)) return 'function';
  if (node.kind === 'get' || node.kind === 'set') return 'accessor';
  return node.kind === 'constructor' ? 'constructor' : 'method';
}

/** Whether the child under `key` is a mere name: of a property, a label, an export. */
export function isNameOnly(node: t.Node, key: string): boolean {
  switch (node.type) {
    case 'MemberExpression':
    case 'OptionalMemberExpression':
      return key === 'property' && !node.computed;
    case 'ObjectProperty':
      return key === 'key' && !node.computed;
    case 'LabeledStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
      return key === 'label';
    case 'ExportSpecifier':
      return key === 'exported';
    case 'ExportNamespaceSpecifier':
    case 'ExportDefaultSpecifier':
      return true;
    case 'JSXAttribute':
    case 'JSXNamespacedName':
      return key === 'name' || key === 'namespace';
    case 'JSXMemberExpression':
      return key === 'property';
    case 'JSXClosingElement':
      return false;
    case 'TSModuleDeclaration':
      return key === 'id';
    default:
      return false;
  }
}
