const { Chess } = require('chess.js');
const { blocking } = require('./support/blocking.cjs');

/** Plays a game whose players block. */
module.exports = function job() {
  const game = new Chess();
  let seed = 7;
  while (!game.isGameOver() && game.history().length < 60) {
    const moves = game.moves();
    seed = (seed * 1103515245 + 12345) % 2147483648;
    game.move(blocking(moves[seed % moves.length]));
  }
  const perft = new Chess('r3k2r/p1ppqpb1/bn2pnp1/3PN3/1p2P3/2N2Q1p/PPPBBPPP/R3K2R w KQkq - 0 1').perft(2);
  return [game.pgn(), game.fen(), game.ascii(), perft];
};
