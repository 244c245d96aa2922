/** Writes XML elements, escaping what must be escaped and refusing what XML cannot carry. */

import { VoTableError } from './votable-error.ts';

/** Attributes in order; those without a value are left out. */
export type Attributes = Readonly<Record<string, string | undefined>>;

const special = /[&<>"\r\n\t]/g;
const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
  '\n': '&#10;',
  '\t': '&#9;',
};
// Everything that XML 1.0 does not allow even as a reference (section 2.2), lone surrogates included.
const forbidden = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

/** A text as content or attribute value. Throws `invalid_request` for control characters. */
export function escapeXml(text: string): string {
  const bad = forbidden.exec(text);
  if (bad !== null) {
    const code = bad[0].codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
    throw new VoTableError('invalid_request', `XML cannot hold the character U+${code} of a text`);
  }
  return text.replace(special, (letter) => references[letter]!);
}

/** Collects lines; elements are indented by their depth. */
export class XmlWriter {
  readonly #parts: string[] = ['<?xml version="1.0" encoding="UTF-8"?>\n'];
  readonly #open: string[] = [];

  /** An element with children, written by `body`. */
  element(name: string, attributes: Attributes, body?: () => void): void {
    if (body === undefined) {
      this.raw(`${this.#indent()}<${name}${formatAttributes(attributes)}/>\n`);
      return;
    }
    this.raw(`${this.#indent()}<${name}${formatAttributes(attributes)}>\n`);
    this.#open.push(name);
    body();
    this.#open.pop();
    this.raw(`${this.#indent()}</${name}>\n`);
  }

  /** An element that holds a text only. */
  textElement(name: string, attributes: Attributes, text: string): void {
    this.raw(`${this.#indent()}<${name}${formatAttributes(attributes)}>${escapeXml(text)}</${name}>\n`);
  }

  /** Markup as it is. */
  raw(markup: string): void {
    this.#parts.push(markup);
  }

  /** The document. */
  finish(): string {
    return this.#parts.join('');
  }

  #indent(): string {
    return ' '.repeat(this.#open.length);
  }
}

// Line ends and tabs become references: a parser would turn them into blanks (XML 1.0, section 3.3.3).
function formatAttributes(attributes: Attributes): string {
  let text = '';
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) text += ` ${name}="${escapeXml(value)}"`;
  }
  return text;
}
