/** A name that is not among `names`, and is from now on. */
export function uniqueName(hint: string, names: Set<string>): string {
  let name = hint;
  for (let suffix = 1; names.has(name); suffix++) name = `${hint}_${suffix}`;
  names.add(name);
  return name;
}

/** The local name of a function of the contract: a new one that is not among `names`, unless it is used already. */
export type Helper = (name: string, names: Set<string>) => string;
