import { readdirSync } from 'node:fs';

/** How many descriptors this process has open. */
export function countDescriptors(): number {
  return readdirSync('/proc/self/fd').length;
}
