import { types as t } from '@babel/core';
import { unwrap } from '../../syntax/children.ts';
import { isLogicalAssignment } from '../../syntax/logical-assignment.ts';
import { waits } from '../../syntax/evaluation/waits.ts';

/** The names of the methods that an accessor became; `call` is one for what is called. */
export type Methods = Partial<Record<'get' | 'set' | 'call', string>>;

/**
 * An assignment to a private accessor, written with the methods that it became:
 *
 *     this.#x += f();
 *     =>
 *     { let object = this, value = object.#get_x() + f(); object.#set_x(value); }
 */
export class PrivateWrite {
  readonly #node: t.AssignmentExpression | t.UpdateExpression;
  readonly #methods: Methods;
  readonly #object: string;
  readonly #value: string;
  readonly #old: string;

  constructor(node: t.AssignmentExpression | t.UpdateExpression, methods: Methods, unique: (hint: string) => string) {
    this.#node = node;
    this.#methods = methods;
    this.#object = unique('object');
    this.#value = unique('value');
    this.#old = this.#isPostfix ? unique('old') : this.#value;
  }

  /** Where nobody uses the value. */
  asStatement(): t.BlockStatement {
    return t.blockStatement([variable(this.#object, this.#target.object), ...this.#statements()]);
  }

  /** Makes the assignment when it is called with the arguments; they are evaluated outside of it. */
  asArrow(): { arrow: t.ArrowFunctionExpression; args: t.Expression[] } {
    const result = t.returnStatement(t.identifier(this.#old));
    const object = t.identifier(this.#object);
    const node = this.#node;
    if (t.isAssignmentExpression(node, { operator: '=' })) {
      const body = t.blockStatement([this.#store(), result]);
      const arrow = t.arrowFunctionExpression([object, t.identifier(this.#value)], body);
      return { arrow, args: [this.#target.object, node.right] };
    }
    const body = t.blockStatement([...this.#statements(), result]);
    return { arrow: t.arrowFunctionExpression([object], body), args: [this.#target.object] };
  }

  /** Whether `yield` or `await` of the function around is in what an arrow would evaluate. */
  get needsVariables(): boolean {
    const node = this.#node;
    return t.isAssignmentExpression(node) && node.operator !== '=' && waits(node.right);
  }

  /** The same with variables that the function around declares: `(object = this, value = ..., object.#set_x(value), value)` */
  asSequence(): { sequence: t.Expression; variables: string[] } {
    const { operator, right } = this.#node as t.AssignmentExpression;
    const object = assign(this.#object, this.#target.object);
    const value = (): t.Expression => t.identifier(this.#value);
    const variables = [this.#object, this.#value];
    if (!isLogicalAssignment(operator)) {
      const result = assign(this.#value, this.#operation(operator, right));
      return { sequence: t.sequenceExpression([object, result, this.#call(), value()]), variables };
    }
    const store = t.sequenceExpression([assign(this.#value, unnamed(right)), this.#call(), value()]);
    const either = t.conditionalExpression(this.#isWanted(operator), store, value());
    return { sequence: t.sequenceExpression([object, assign(this.#value, this.#read()), either]), variables };
  }

  get #target(): t.MemberExpression {
    const node = this.#node;
    return unwrap(t.isUpdateExpression(node) ? node.argument : node.left) as t.MemberExpression;
  }

  get #isPostfix(): boolean {
    return t.isUpdateExpression(this.#node) && !this.#node.prefix;
  }

  #statements(): t.Statement[] {
    const node = this.#node;
    if (t.isUpdateExpression(node)) {
      const step = t.updateExpression(node.operator, t.identifier(this.#value), node.prefix);
      const stepped = this.#isPostfix ? variable(this.#old, step) : t.expressionStatement(step);
      return [variable(this.#value, this.#read()), stepped, this.#store()];
    }
    const { operator, right } = node;
    if (isLogicalAssignment(operator)) return this.#logical(operator, right);
    if (operator === '=') return [variable(this.#value, unnamed(right)), this.#store()];
    return [variable(this.#value, this.#operation(operator, right)), this.#store()];
  }

  /** `object.#get_x() + f()` */
  #operation(operator: string, right: t.Expression): t.Expression {
    return t.binaryExpression(operator.slice(0, -1) as '+', this.#read(), right);
  }

  /** `let value = object.#get_x(); if (!value) { value = f(); object.#set_x(value); }` */
  #logical(operator: string, right: t.Expression): t.Statement[] {
    const store = t.blockStatement([t.expressionStatement(assign(this.#value, unnamed(right))), this.#store()]);
    return [variable(this.#value, this.#read()), t.ifStatement(this.#isWanted(operator), store)];
  }

  #isWanted(operator: string): t.Expression {
    const value = (): t.Identifier => t.identifier(this.#value);
    if (operator === '&&=') return value();
    if (operator === '||=') return t.unaryExpression('!', value());
    const isNull = t.binaryExpression('===', value(), t.nullLiteral());
    const nothing = t.unaryExpression('void', t.numericLiteral(0));
    return t.logicalExpression('||', isNull, t.binaryExpression('===', value(), nothing));
  }

  #read(): t.Expression {
    return call(t.identifier(this.#object), this.#methods.get as string);
  }

  #store(): t.Statement {
    return t.expressionStatement(this.#call());
  }

  #call(): t.Expression {
    return call(t.identifier(this.#object), this.#methods.set as string, t.identifier(this.#value));
  }
}

function assign(name: string, value: t.Expression): t.Expression {
  return t.assignmentExpression('=', t.identifier(name), value);
}

function variable(name: string, value: t.Expression): t.Statement {
  return t.variableDeclaration('let', [t.variableDeclarator(t.identifier(name), value)]);
}

/** A sequence keeps a function from being named after the variable. */
function unnamed(value: t.Expression): t.Expression {
  return t.sequenceExpression([t.numericLiteral(0), value]);
}

/** `object.#method(...)` */
export function call(object: t.Expression, method: string, ...args: t.Expression[]): t.Expression {
  return t.callExpression(t.memberExpression(object, t.privateName(t.identifier(method))), args);
}
