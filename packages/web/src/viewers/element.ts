// Small pieces of DOM for every viewer. Texts are set as texts, never as markup, so that hostile names stay names.

/** A child of an element: nodes as they are, texts as text nodes. */
export type Child = Node | string;

/** Makes an element with attributes and children. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** A push button; `title` says the key that does the same. */
export function button(label: string, act: () => void, title = label): HTMLButtonElement {
  const made = element('button', { type: 'button', title, class: 'stemma-button' }, label);
  made.addEventListener('click', act);
  return made;
}

/** A labelled choice of one of several names. `choose` is called with the new name. */
export function choice(
  label: string,
  names: readonly string[],
  value: string,
  choose: (name: string) => void,
): { readonly field: HTMLLabelElement; readonly select: HTMLSelectElement } {
  const options = names.map((name) => element('option', { value: name }, name));
  const select = element('select', {}, ...options);
  select.value = value;
  select.addEventListener('change', () => choose(select.value));
  return { field: element('label', { class: 'stemma-field' }, `${label} `, select), select };
}

/** A labelled line of text; `enter` is called with the new text when it is confirmed. */
export function entry(label: string, value: string, enter: (text: string) => void): HTMLLabelElement {
  const input = element('input', { type: 'text', value, size: '12', spellcheck: 'false' });
  input.addEventListener('change', () => enter(input.value));
  return element('label', { class: 'stemma-field' }, `${label} `, input);
}

/** A check box with its label. */
export function checkbox(label: string, isChecked: boolean, change: (isChecked: boolean) => void): HTMLLabelElement {
  const input = element('input', { type: 'checkbox' });
  input.checked = isChecked;
  input.addEventListener('change', () => change(input.checked));
  return element('label', { class: 'stemma-field' }, input, ` ${label}`);
}
