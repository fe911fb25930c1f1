import { suspend } from 'fixture';

export default function program(log) {
  const note = (label) => {
    log('evaluated', label);
    return (value, { kind, name }) => {
      log('applied', label, kind, name);
    };
  };
  const notes = {
    label: 'the object',
    member(value, { name }) {
      log('applied', this?.label, name);
    },
  };

  @note(suspend('class'))
  @(suspend(true) ? note('true') : note('false'))
  class Order extends suspend(Object) {
    @note(suspend('first')) @note(suspend('second')) method() {
      return suspend('method');
    }

    @note('field') field = 1;

    @note(suspend('key')) [suspend('computed')] = (log('initialized'), 2);

    @notes.member
    @(suspend(notes).member)
    get value() {
      return 1;
    }

    @note(suspend('static')) static make() {
      return suspend(new Order());
    }

    @note('private') #secret() {
      return suspend('secret');
    }

    reveal() {
      return this.#secret();
    }
  }

  const made = Order.make();
  log(made.method(), made.field, made.value, made.computed, made.reveal());
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
