/** What a dialog asks for, and says. */
export interface DialogContent {
  readonly message: string;
  /** What stands in the field for an answer; null if there is none. */
  readonly answer: string | null;
  /** Whether the answer can be refused. */
  readonly canCancel: boolean;
}

/** A dialog on the page. */
export interface OpenDialog {
  /** Takes it away, whether somebody has answered or not. */
  close(): void;
}

const OK = 'ok';

/**
 * Shows a modal `<dialog>` of the class `greenlets-dialog`, which a style sheet can reach.
 *
 * @param answered called once: with the answer, or with null if the dialog was dismissed
 */
export function showDialog(content: DialogContent, answered: (answer: string | null) => void): OpenDialog {
  const dialog = document.createElement('dialog');
  dialog.className = 'greenlets-dialog';
  const form = document.createElement('form');
  form.method = 'dialog';
  const text = document.createElement('p');
  text.textContent = content.message;
  text.style.whiteSpace = 'pre-wrap';
  const field = content.answer === null ? null : fieldWith(content.answer);
  const buttons = document.createElement('menu');
  // The first button is what the Enter key presses.
  buttons.append(button('OK', OK));
  if (content.canCancel) buttons.append(button('Cancel', ''));
  form.append(text, ...(field === null ? [] : [field]), buttons);
  dialog.append(form);
  dialog.addEventListener('close', () => {
    dialog.remove();
    answered(dialog.returnValue === OK ? (field?.value ?? '') : null);
  });
  document.body.append(dialog);
  dialog.showModal();
  field?.select();
  return {
    close: () => {
      dialog.close();
      dialog.remove();
    },
  };
}

function fieldWith(answer: string): HTMLInputElement {
  const field = document.createElement('input');
  field.value = answer;
  return field;
}

function button(label: string, value: string): HTMLButtonElement {
  const element = document.createElement('button');
  element.textContent = label;
  element.value = value;
  return element;
}
