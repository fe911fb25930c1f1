import { createGreen, type ToGreen } from '../green/green.ts';

/**
 * `green` for `nodemailer`: the module and transporters.
 *
 * Kill and timeout safety: a mail that is being sent is sent, since half of it could not be taken back; what the server says of it is
 * dropped. The transporter has time limits of its own.
 *
 * @throws {SwitchError} the methods of the view, where they would have to wait and the calling code cannot be suspended
 */
export const green: ToGreen = createGreen({});
