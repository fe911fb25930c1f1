import { sizeOf, type Body, type Operation, type Plan } from './plan.ts';

/** Makes a plan that fails as small as it can, by leaving things out as long as it still fails. */
export async function reduce(plan: Plan, fails: (plan: Plan) => Promise<boolean>): Promise<Plan> {
  let smallest = plan;
  for (let found = true; found;) {
    found = false;
    for (const candidate of reductions(smallest)) {
      if (!(await fails(candidate))) continue;
      smallest = candidate;
      found = true;
      break;
    }
  }
  return smallest;
}

/** Plans that are smaller by one step, those that save most first. */
export function reductions(plan: Plan): Plan[] {
  const plans = reduceList(plan.actors, reduceBody).map((actors) => ({ actors }));
  return plans.sort((a, b) => sizeOf(a.actors) - sizeOf(b.actors));
}

/** The list without one of its elements, or with a smaller one. */
function reduceList<T>(list: readonly T[], reduceElement: (element: T) => T[]): T[][] {
  return list.flatMap((element, index) => {
    const before = list.slice(0, index);
    const after = list.slice(index + 1);
    return [[...before, ...after], ...reduceElement(element).map((smaller) => [...before, smaller, ...after])];
  });
}

function reduceBody(body: Body): Body[] {
  const replaced = body.flatMap((operation, index) =>
    operation.bodies.map((inner) => [...body.slice(0, index), ...inner, ...body.slice(index + 1)]),
  );
  return [...reduceList(body, reduceOperation), ...replaced];
}

function reduceOperation(operation: Operation): Operation[] {
  return reduceList(operation.bodies, reduceBody)
    .filter((bodies) => bodies.length === operation.bodies.length)
    .map((bodies) => ({ ...operation, bodies }));
}
