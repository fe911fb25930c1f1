import { share } from '../contract/share.ts';
import { Hub } from './hub.ts';

const HUB = Symbol.for('greenlets:v1:hub');

/** The scheduler of this realm; the ES module and the CommonJS copy of the runtime share it. */
export const hub: Hub = share(HUB, () => new Hub());
