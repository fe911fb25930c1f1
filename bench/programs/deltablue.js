/** A one-way constraint solver in the manner of DeltaBlue: small methods, an abstract class, virtual calls. */
class Variable {
  constructor(name, value) {
    this.name = name;
    this.value = value;
    this.constraints = [];
    this.determinedBy = null;
    this.mark = 0;
    this.walkStrength = 6;
  }

  add(constraint) {
    this.constraints.push(constraint);
  }
}

class Constraint {
  constructor(strength) {
    this.strength = strength;
    this.satisfied = false;
  }

  satisfy(mark, planner) {
    this.chooseMethod(mark);
    if (!this.isSatisfied()) return null;
    this.markInputs(mark);
    const out = this.output();
    const overridden = out.determinedBy;
    if (overridden !== null) overridden.markUnsatisfied();
    out.determinedBy = this;
    planner.addPropagate(this, mark);
    out.mark = mark;
    return overridden;
  }

  isSatisfied() {
    return this.satisfied;
  }

  markUnsatisfied() {
    this.satisfied = false;
  }

  isInput() {
    return false;
  }
}

class Unary extends Constraint {
  constructor(variable, strength) {
    super(strength);
    this.variable = variable;
  }

  attach() {
    this.variable.add(this);
  }

  chooseMethod(mark) {
    this.satisfied = this.variable.mark !== mark && this.strength < this.variable.walkStrength;
  }

  markInputs() {}

  output() {
    return this.variable;
  }

  inputsKnown() {
    return true;
  }

  recalculate() {
    this.variable.walkStrength = this.strength;
  }
}

class Stay extends Unary {
  execute() {}
}

class Edit extends Unary {
  isInput() {
    return true;
  }

  execute() {}
}

class Binary extends Constraint {
  constructor(from, to, strength) {
    super(strength);
    this.from = from;
    this.to = to;
    this.forward = true;
  }

  attach() {
    this.from.add(this);
    this.to.add(this);
  }

  chooseMethod(mark) {
    if (this.from.mark === mark) {
      this.satisfied = this.to.mark !== mark && this.strength < this.to.walkStrength;
      this.forward = true;
    } else {
      this.satisfied = this.strength < this.to.walkStrength;
      this.forward = true;
    }
  }

  markInputs(mark) {
    this.input().mark = mark;
  }

  input() {
    return this.forward ? this.from : this.to;
  }

  output() {
    return this.forward ? this.to : this.from;
  }

  inputsKnown(mark) {
    const input = this.input();
    return input.mark === mark || input.determinedBy === null || input.determinedBy.isSatisfied();
  }

  recalculate() {
    const input = this.input();
    this.output().walkStrength = Math.max(this.strength, input.walkStrength);
  }
}

class Equal extends Binary {
  execute() {
    this.output().value = this.input().value;
  }
}

class Scale extends Binary {
  constructor(from, factor, offset, to, strength) {
    super(from, to, strength);
    this.factor = factor;
    this.offset = offset;
  }

  execute() {
    if (this.forward) this.to.value = (this.from.value * this.factor.value + this.offset.value) % 1009;
    else this.from.value = (this.to.value - this.offset.value) / this.factor.value;
  }
}

class Planner {
  constructor() {
    this.currentMark = 0;
  }

  newMark() {
    return ++this.currentMark;
  }

  incrementalAdd(constraint) {
    constraint.attach();
    const mark = this.newMark();
    let overridden = constraint.satisfy(mark, this);
    while (overridden !== null) overridden = overridden.satisfy(mark, this);
  }

  addPropagate(constraint, mark) {
    const todo = [constraint];
    while (todo.length > 0) {
      const next = todo.pop();
      next.recalculate();
      this.addConsuming(next.output(), next, todo, mark);
    }
  }

  addConsuming(variable, determining, list, mark) {
    for (const constraint of variable.constraints) {
      if (constraint === determining || !constraint.isSatisfied()) continue;
      if (constraint.output() !== variable && constraint.inputsKnown(mark)) list.push(constraint);
    }
  }

  makePlan(sources) {
    const mark = this.newMark();
    const plan = [];
    const todo = sources;
    while (todo.length > 0) {
      const constraint = todo.pop();
      const out = constraint.output();
      if (out.mark !== mark && constraint.inputsKnown(mark)) {
        plan.push(constraint);
        out.mark = mark;
        this.addConsuming(out, constraint, todo, mark);
      }
    }
    return plan;
  }

  execute(plan) {
    for (const constraint of plan) constraint.execute();
  }
}

function chain(length) {
  const planner = new Planner();
  const variables = [];
  for (let i = 0; i <= length; i++) variables.push(new Variable(`v${i}`, i));
  for (let i = 0; i < length; i++) planner.incrementalAdd(new Equal(variables[i], variables[i + 1], 0));
  planner.incrementalAdd(new Stay(variables[length], 4));
  const edit = new Edit(variables[0], 2);
  planner.incrementalAdd(edit);
  const plan = planner.makePlan([edit]);
  for (let i = 0; i < 100; i++) {
    variables[0].value = i;
    planner.execute(plan);
  }
  return variables[length].value;
}

function projection(count) {
  const planner = new Planner();
  const factor = new Variable('factor', 10);
  const offset = new Variable('offset', 1000);
  const targets = [];
  for (let i = 0; i < count; i++) {
    const from = new Variable('from', i);
    const to = new Variable('to', i);
    targets.push(to);
    planner.incrementalAdd(new Stay(from, 4));
    planner.incrementalAdd(new Scale(from, factor, offset, to, 1));
  }
  let sum = 0;
  for (const target of targets) {
    planner.execute(target.constraints);
    sum += target.value;
  }
  return sum;
}

export function run() {
  return chain(300) + projection(1000);
}
