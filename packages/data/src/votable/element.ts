/** The elements of a document apart from its data: a light tree, since metadata are small. */

import { VoTableError } from './votable-error.ts';

/** An XML element. */
export interface Element {
  /** Without a namespace prefix. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

/** Children of one name. */
export function childrenOf(element: Element, name: string): Element[] {
  return element.children.filter((child) => child.name === name);
}

/** The text of the first child of a name, trimmed. */
export function childText(element: Element, name: string): string | undefined {
  return element.children.find((child) => child.name === name)?.text.trim();
}

/** An attribute that must be there. Throws `corrupt`. */
export function requiredAttribute(element: Element, name: string): string {
  const value = element.attributes[name];
  if (value !== undefined) return value;
  const label = element.attributes['name'] ?? element.attributes['ID'];
  throw new VoTableError('corrupt', `a ${element.name}${label ? ` '${label}'` : ''} lacks the attribute ${name}`);
}

/** Those attributes that are there, under the names of the model. */
export function attributesAs<K extends string>(
  element: Element,
  names: Readonly<Record<K, string>>,
): { [key in K]?: string } {
  const result: { [key in K]?: string } = {};
  for (const key of Object.keys(names) as K[]) {
    const value = element.attributes[names[key]];
    if (value !== undefined) result[key] = value;
  }
  return result;
}
