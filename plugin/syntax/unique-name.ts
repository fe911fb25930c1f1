/** A name that is not among `names`, and is from now on. */
export function uniqueName(hint: string, names: Set<string>): string {
  let name = hint;
  for (let suffix = 1; names.has(name); suffix++) name = `${hint}_${suffix}`;
  names.add(name);
  return name;
}
