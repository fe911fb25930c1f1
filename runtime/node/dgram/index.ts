/**
 * UDP in blocking style: `bind` gives a `DatagramSocket`.
 *
 * Everything that blocks throws a `SwitchError` outside greenlets, and where unmarked code stands in between: nothing has happened
 * then.
 *
 * Kill and timeout safety: a greenlet that is killed has received nothing; what was given to `send` is sent.
 */
export { bind, type BindOptions } from './bind.ts';
export { DatagramSocket, type Datagram } from './datagram-socket.ts';
