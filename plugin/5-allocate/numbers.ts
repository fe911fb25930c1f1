import type { types as t } from '@babel/core';
import { unwrap } from '../syntax/children.ts';
import { isLogicalAssignment } from '../syntax/logical-assignment.ts';
import { nodesOf } from '../syntax/node-list.ts';
import type { Analysis, Binding } from '../3-analyze/model.ts';

/** What a variable is given by `=`, or by `x op= value`. */
interface Write {
  operator: string | null;
  value: t.Expression;
}

interface Writes {
  /** Whether it gets a value where it is declared: without, it is `undefined` for a while. */
  initialized: boolean;
  values: Write[];
  /** How many assignments there are among them, and of `++` and `--`. */
  assignments: number;
}

/**
 * Finds the variables that hold nothing but numbers. Whatever else may come from a frame, they are restored as numbers, so that
 * the engine goes on to compute with them as such.
 *
 * Input: the storage of variables. Output: `isNumber` of bindings.
 */
export function findNumbers(analysis: Analysis): void {
  const writes = collectWrites(analysis);
  const numbers = new Set<Binding>();
  for (const [binding, { initialized, assignments }] of writes) {
    if (isCandidate(binding) && initialized && assignments === binding.writes) numbers.add(binding);
  }
  const givesNumber = ({ operator, value }: Write): boolean => {
    const isNumber = isNumeric(value, analysis, (binding) => numbers.has(binding));
    return operator === null ? isNumber : isResult(operator, true, isNumber);
  };
  // They are numbers as long as all that they depend on are.
  let size: number;
  do {
    ({ size } = numbers);
    for (const binding of numbers) {
      const { values } = writes.get(binding) as Writes;
      if (!values.every(givesNumber)) numbers.delete(binding);
    }
  } while (numbers.size < size);
  for (const binding of numbers) binding.isNumber = true;
}

/** It is declared once, and never seen before. */
function isCandidate({ kind, storage, checked, declarations }: Binding): boolean {
  return (kind === 'let' || kind === 'const') && storage === 'hoisted' && !checked && declarations === 1;
}

function collectWrites({ list, refOf }: Analysis): Map<Binding, Writes> {
  const found = new Map<Binding, Writes>();
  const writesOf = (target: t.Node): Writes | null => {
    const binding = refOf.get(target)?.binding ?? null;
    if (binding === null) return null;
    const writes = found.get(binding) ?? { initialized: false, values: [], assignments: 0 };
    found.set(binding, writes);
    return writes;
  };
  for (const node of nodesOf(list, 'VariableDeclarator', 'AssignmentExpression', 'UpdateExpression')) {
    if (node.type === 'VariableDeclarator') {
      if (!node.init) continue;
      const writes = writesOf(node.id);
      if (writes === null) continue;
      writes.initialized = true;
      writes.values.push({ operator: null, value: node.init });
    } else {
      const writes = writesOf(node.type === 'UpdateExpression' ? node.argument : node.left);
      if (writes === null) continue;
      writes.assignments++;
      if (node.type === 'AssignmentExpression') writes.values.push({ operator: operatorOf(node), value: node.right });
    }
  }
  return found;
}

/** The binary operator of an assignment; null where the value is stored as it is. */
function operatorOf({ operator }: t.AssignmentExpression): string | null {
  return operator === '=' || isLogicalAssignment(operator) ? null : operator.slice(0, -1);
}

/** Whether an expression, if it has a value, has a number. `isNumber` tells it of variables. */
export function isNumeric(
  expression: t.Node,
  analysis: Analysis,
  isNumber: (binding: Binding) => boolean = (binding) => binding.isNumber,
): boolean {
  const node = unwrap(expression);
  const isPart = (part: t.Node): boolean => isNumeric(part, analysis, isNumber);
  switch (node.type) {
    case 'NumericLiteral':
      return true;
    case 'Identifier': {
      const binding = analysis.refOf.get(node)?.binding;
      return binding !== null && binding !== undefined && isNumber(binding);
    }
    case 'UnaryExpression':
      return node.operator === '+' || ((node.operator === '-' || node.operator === '~') && isPart(node.argument));
    case 'UpdateExpression':
      return isPart(node.argument);
    case 'BinaryExpression':
      return isResult(node.operator, isPart(node.left), isPart(node.right));
    case 'ConditionalExpression':
      return isPart(node.consequent) && isPart(node.alternate);
    case 'LogicalExpression':
      return isPart(node.left) && isPart(node.right);
    default:
      return false;
  }
}

/** Numbers and bigints do not mix: where one operand is a number, the other one is, too, or there is an error. */
function isResult(operator: string, left: boolean, right: boolean): boolean {
  if (operator === '>>>') return true;
  return operator === '+' ? left && right : ARITHMETIC.has(operator) && (left || right);
}

const ARITHMETIC = new Set(['-', '*', '/', '%', '**', '&', '|', '^', '<<', '>>']);
