import { types as t } from '@babel/core';
import { eachChild, isTypeOnly, isWrapper, unwrap } from '../../../syntax/children.ts';
import type { Resolution, Binding, FunctionInfo } from '../../model.ts';
import { isOwnArguments } from '../../scopes/own-arguments.ts';
import { declaredType, typeNamesOf } from '../../types/annotations.ts';
import type { BuiltinType } from '../../../interface/type-source.ts';
import { checkedType } from '../../types/known-types.ts';
import { walkArrayLiteral, walkAssignment, walkMember } from './accesses.ts';
import { walkCall } from './call-sites.ts';
import type { Site } from '../calls/site.ts';
import { walkClass } from './classes.ts';
import { walkFunction } from './functions.ts';
import { Heap } from '../heap/heap.ts';
import { walkObject } from './objects.ts';
import { walkOperands } from './operators.ts';
import { assignPattern } from './patterns.ts';
import type { Place } from '../heap/place.ts';
import { walkStatement } from './statements.ts';
import type { Value } from '../heap/value.ts';

/** Walks a program once and writes down how values flow in it. What it does not know, it takes to be unknown. */
export class Walker {
  readonly heap: Heap;
  readonly analysis: Resolution;
  readonly sites: Site[] = [];
  /** What each `for...of`, spread and array pattern iterates over. */
  readonly iterated = new Map<t.Node, Place>();
  /** The prototype (or class) that a method belongs to, for `super`. */
  readonly homes = new Map<FunctionInfo, Value>();
  /** The class of a constructor. */
  readonly classes = new Map<FunctionInfo, Value>();
  /** The private names of the classes around, innermost last: the methods among them are what they are in all objects. */
  readonly privateNames: Map<string, Value | null>[] = [];
  fn: FunctionInfo;
  readonly #variables = new Map<Binding, Place>();
  readonly #walked = new Map<t.Node, Place>();
  #typeNames: ReadonlySet<string> | null = null;

  constructor(analysis: Resolution) {
    this.heap = new Heap(analysis.replaced.names);
    this.analysis = analysis;
    this.fn = analysis.program;
  }

  unknown(): Place {
    return this.heap.anything;
  }

  primitive(): Place {
    return this.heap.result;
  }

  variable(binding: Binding): Place {
    let place = this.#variables.get(binding);
    if (place === undefined) {
      place = this.heap.place();
      if (binding.kind === 'import' || binding.kind === 'catch' || isOwnArguments(binding))
        place.add(this.heap.unknown);
      this.#variables.set(binding, place);
    }
    return place;
  }

  /** The variable that an identifier stands for; null for a global. */
  variableOf(node: t.Node): Place | null {
    const binding = this.analysis.refOf.get(node)?.binding ?? null;
    return binding === null ? null : this.variable(binding);
  }

  /** The type that a variable, parameter or field is declared to have. */
  declaredType(node: t.Node): BuiltinType | null {
    if (!('typeAnnotation' in node) || !node.typeAnnotation) return null;
    this.#typeNames ??= typeNamesOf(this.analysis.program.node);
    return declaredType(node, this.#typeNames);
  }

  /** Notes the type of a variable where it is declared. */
  declare(identifier: t.Identifier): void {
    const type = this.declaredType(identifier);
    const variable = type === null ? null : this.variableOf(identifier);
    if (type !== null && variable !== null) variable.foreign ??= this.heap.foreign(type);
  }

  /** The function whose `this` an expression here means. */
  thisOwner(): FunctionInfo {
    let { fn } = this;
    while (fn.kind === 'arrow' && fn.parent !== null) fn = fn.parent;
    return fn;
  }

  self(): Place {
    const owner = this.thisOwner();
    return owner.kind === 'program' ? this.unknown() : this.heap.activation(owner).self;
  }

  /** What a place holds is converted to a primitive value, which may call anything that it inherits. */
  convert(place: Place): void {
    this.heap.convert(place);
  }

  /** The private method of that name; undefined for a private field or accessor. */
  privateMethod(key: t.Node): Value | undefined {
    if (!t.isPrivateName(key)) return undefined;
    const { name } = key.id;
    return this.privateNames.findLast((names) => names.has(name))?.get(name) ?? undefined;
  }

  /** Walks in the body of a function. */
  inside(info: FunctionInfo, walk: () => void): void {
    const outer = this.fn;
    this.fn = info;
    walk();
    this.fn = outer;
  }

  walkChildren(node: t.Node): void {
    eachChild(node, (child) => void this.walk(child));
  }

  /** Walks a node, if that has not been done yet; what an expression evaluates to. */
  walk(node: t.Node): Place {
    // There are so many of these that to remember them takes longer.
    if (node.type === 'Identifier') return this.#identifier(node);
    if (node.type === 'StringLiteral' || node.type === 'NumericLiteral') return this.primitive();
    const known = this.#walked.get(node);
    if (known !== undefined) return known;
    const place = this.#walk(node);
    this.#walked.set(node, place);
    return place;
  }

  /** What an expression evaluates to whose methods are called, or which is iterated: a type checker may know better. */
  walkTyped(node: t.Node): Place {
    const place = this.walk(node);
    const type = checkedType(unwrap(node), this.analysis.types.checked);
    if (type === null) return place;
    const typed = this.heap.place();
    typed.foreign = this.heap.foreign(type);
    place.flowTo(typed);
    return typed;
  }

  #walk(node: t.Node): Place {
    if (isTypeOnly(node)) return this.unknown();
    if (isWrapper(node)) return this.walk(node.expression);
    if (t.isFunction(node)) return walkFunction(node, this);
    if (t.isClass(node)) return walkClass(node, this);
    if (t.isExpression(node)) return this.#expression(node);
    walkStatement(node, this);
    return this.unknown();
  }

  #expression(node: t.Expression): Place {
    switch (node.type) {
      case 'Identifier':
        return this.#identifier(node);
      case 'ThisExpression':
        return this.self();
      case 'MetaProperty':
        // `new.target` is the class of the object.
        if (node.meta.name === 'new') this.heap.escape(this.self());
        return this.unknown();
      case 'NullLiteral':
        return this.heap.place();
      case 'RegExpLiteral':
        return this.heap.place(this.heap.value('regexp'));
      case 'ArrayExpression':
        return walkArrayLiteral(node, this);
      case 'ObjectExpression':
        return walkObject(node, this);
      case 'AssignmentExpression':
        return walkAssignment(node, this);
      case 'MemberExpression':
      case 'OptionalMemberExpression':
        return walkMember(node, this);
      case 'CallExpression':
      case 'OptionalCallExpression':
      case 'NewExpression':
        return walkCall(node, this);
      case 'UpdateExpression':
        this.convert(this.walk(node.argument));
        assignPattern(node.argument, this.primitive(), this);
        return this.primitive();
      case 'LogicalExpression':
        return this.#either(node.left, node.right);
      case 'ConditionalExpression':
        this.walk(node.test);
        return this.#either(node.consequent, node.alternate);
      case 'SequenceExpression':
        return node.expressions.map((expression) => this.walk(expression)).at(-1) ?? this.unknown();
      case 'UnaryExpression':
      case 'BinaryExpression':
      case 'TemplateLiteral':
        return this.#operation(node);
      default:
        return t.isLiteral(node) ? this.primitive() : this.#anything(node);
    }
  }

  #operation(node: t.UnaryExpression | t.BinaryExpression | t.TemplateLiteral): Place {
    // A pipeline calls what is on its right.
    if (t.isBinaryExpression(node, { operator: '|>' })) return this.#anything(node);
    walkOperands(node, this);
    return t.isUnaryExpression(node, { operator: 'void' }) ? this.heap.place() : this.primitive();
  }

  /** An expression that is not followed: its parts come into unknown hands. */
  #anything(node: t.Node): Place {
    const parts = t.isTaggedTemplateExpression(node) ? [node.tag, ...node.quasi.expressions] : childrenOf(node);
    const named = t.isJSXIdentifier(node) ? this.variableOf(node) : null;
    if (named !== null) this.heap.escape(named);
    for (const part of parts) {
      if (t.isExpression(part)) this.heap.escape(this.walk(part));
      else this.#anything(part);
    }
    return this.unknown();
  }

  #identifier(node: t.Identifier): Place {
    if (node.name === 'undefined') return this.heap.place();
    const binding = this.analysis.refOf.get(node)?.binding;
    if (binding === undefined) return this.unknown();
    return binding === null ? this.heap.place(this.heap.builtin(node.name)) : this.variable(binding);
  }

  #either(first: t.Expression, second: t.Expression): Place {
    const place = this.heap.place();
    this.walk(first).flowTo(place);
    this.walk(second).flowTo(place);
    return place;
  }

  /** The elements of what `node` iterates over. */
  iterate(node: t.Node, values: Place): Place {
    const iterated = this.iterated.get(node) ?? this.heap.place();
    this.iterated.set(node, iterated);
    values.flowTo(iterated);
    return this.heap.elementsOf(values);
  }
}

function childrenOf(node: t.Node): t.Node[] {
  const children: t.Node[] = [];
  eachChild(node, (child) => children.push(child));
  return children;
}
