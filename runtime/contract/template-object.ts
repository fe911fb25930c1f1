/** As a tag: the strings of a template, which are the same object each time the template is evaluated. */
export function templateObject(strings: TemplateStringsArray): TemplateStringsArray {
  return strings;
}
