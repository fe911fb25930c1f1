import { suspend } from 'fixture';

function logged(log) {
  return (method, { name, kind }) => {
    log('decorating', kind, name);
    return function (...args) {
      log('before', name);
      const result = method.apply(this, args);
      log('after', name, result);
      return suspend(result);
    };
  };
}

function double(value, { name }) {
  return function (initial) {
    return initial * 2 + name.length;
  };
}

function registered(registry) {
  return (target, { name, addInitializer }) => {
    addInitializer(function () {
      registry.push(name, this.label);
    });
    return target;
  };
}

export default function program(log) {
  const registry = [];

  @registered(registry)
  class Counter {
    static label = 'counter';
    @double count = 2;
    @double accessor step = 3;
    #hidden = 1;

    @logged(log)
    add(n = suspend(1)) {
      this.count += suspend(n) * this.step;
      return this.count;
    }

    @logged(log)
    static create(...args) {
      return new this(...args);
    }

    @logged(log)
    [suspend('computed')]() {
      return suspend(this.#hidden) + super.toString().length;
    }
  }

  class Derived extends Counter {
    constructor() {
      super();
      this.count = suspend(this.count) + 1;
    }

    @logged(log)
    add(n) {
      return super.add(n) + suspend(0.5);
    }
  }

  const counter = Derived.create();
  log(counter.add(2), counter.add(), counter.computed());
  log(registry, Counter.name, Derived.name, counter instanceof Counter);
  return counter.count;
}
