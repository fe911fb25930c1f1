/** The names of methods that the language, or a builtin, calls by itself, with arguments that the program does not show. */
export const IMPLICIT: ReadonlySet<string> = new Set('toString valueOf toJSON then next return throw join'.split(' '));
