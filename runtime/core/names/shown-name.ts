/** Names may come from users. What would end a line, or move the cursor of a terminal, is shown as in a literal. */
export function inOneLine(name: string): string {
  return name.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, (character) => {
    const code = character.charCodeAt(0).toString(16);
    return `\\u${code.padStart(4, '0')}`;
  });
}

/** What reports call a function. */
export function shownName(name: string): string {
  return name === '' ? '(anonymous)' : inOneLine(name);
}
