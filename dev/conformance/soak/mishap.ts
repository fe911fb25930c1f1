/** An error that actors throw on purpose, and are killed with. */
export class Mishap extends Error {
  override readonly name = 'Mishap';

  constructor(message = 'something went wrong, as planned') {
    super(message);
  }
}
