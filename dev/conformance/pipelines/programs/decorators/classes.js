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

function doubled({ get, set }) {
  return { get, set, init: (initial) => initial * 2 };
}

function replaced(target) {
  return class extends target {
    count = 100;
    constructor(...args) {
      super(...args);
    }
    plain(...args) {
      return ['replaced', super.plain(...args)];
    }
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
    @doubled accessor step = 3;
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

  @replaced
  class Plain extends Counter {
    constructor(x) {
      super();
      this.x = suspend(x);
    }
    plain(...args) {
      return suspend(args.length) + this.#own(this.x);
    }
    @logged(log)
    #own(x) {
      return suspend(x) + this.#other();
    }
    #other() {
      return suspend(0.25);
    }
  }

  const plain = new Plain(suspend(7));
  log(plain.plain(1, 2), plain.count, plain.x);
  const counter = Derived.create();
  log(counter.add(2), counter.add(), counter.computed());
  log(registry, Counter.name, Derived.name, counter instanceof Counter);
  return counter.count;
}
