/** Whether an operator is `&&=`, `||=` or `??=`, which may leave the variable as it is. */
export function isLogicalAssignment(operator: string): boolean {
  return operator === '&&=' || operator === '||=' || operator === '??=';
}
