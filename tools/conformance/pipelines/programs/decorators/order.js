import { suspend } from 'fixture';

export default function program(log) {
  const note = (label) => {
    log('evaluated', label);
    return (value, { kind, name }) => log('applied', label, kind, name);
  };

  class Order {
    @note(suspend('first')) @note(suspend('second')) method() {
      return suspend('method');
    }

    @note('field') field = suspend.length;

    @note('getter') get value() {
      return 1;
    }

    @note(suspend('static')) static make() {
      return suspend(new Order());
    }
  }

  const made = Order.make();
  log(made.method(), made.field, made.value);
  try {
    class Failing {
      @(() => {
        throw new RangeError('decorator');
      })
      method() {
        suspend(1);
      }
    }
    return Failing;
  } catch ({ message }) {
    return message;
  }
}
