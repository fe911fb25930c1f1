const { Decimal } = require('decimal.js');

/** Calculates with 60 digits. */
module.exports = function job() {
  const D = Decimal.clone({ precision: 60 });
  let sum = new D(0);
  for (let i = 1; i < 200; i++) sum = sum.plus(new D(1).div(i).pow(2));
  return [
    sum,
    D.sqrt(2),
    D.exp(1),
    D.ln(10),
    D.sin(1),
    D.atan(new D('0.5')),
    new D('1e-30').pow('0.333'),
    new D(255).toHexadecimal(),
    new D('123.456').toFraction(100),
    D.hypot(3, 4, 12),
    new D(-7).mod(3),
    D.max(1, '2', 3),
    new D('0b1011.1').toString(),
    D.cosh('1.5').toFixed(20),
  ].map(String);
};
