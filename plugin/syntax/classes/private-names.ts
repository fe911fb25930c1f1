import { types as t } from '@babel/core';

/** Whether a class declares a private name. Inside of it, the name is no longer that of a class around. */
export function declaresPrivate({ body }: t.Class, name: string): boolean {
  return body.body.some((element) => 'key' in element && t.isPrivateName(element.key) && element.key.id.name === name);
}
