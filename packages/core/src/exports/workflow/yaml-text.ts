// Plain data as YAML that people read and every parser takes: block style, all text in double quotes with escapes, so
// that no value can be taken for anything but itself.
import type { Json } from '../../canonical/json.ts';

/** The YAML text of a value, ending with a line feed; equal values give equal texts. */
export function yamlText(value: Json): string {
  return `${block(value, '').trimStart()}\n`;
}

function block(value: Json, indent: string): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return ' []';
    return (value as readonly Json[]).map((item) => `\n${indent}-${nested(item, `${indent}  `)}`).join('');
  }
  if (typeof value !== 'object' || value === null) return ` ${scalar(value)}`;
  const entries = Object.entries(value);
  if (entries.length === 0) return ' {}';
  return entries.map(([key, item]) => `\n${indent}${keyText(key)}:${block(item, `${indent}  `)}`).join('');
}

// The first line of an object inside a list stands behind the hyphen.
function nested(value: Json, indent: string): string {
  return block(value, indent).replace(/^\n */, ' ');
}

function scalar(value: Json): string {
  return typeof value === 'string' ? quoted(value) : JSON.stringify(value);
}

function keyText(key: string): string {
  // Words like `on` and `null` would be read as something else (YAML 1.1).
  return /^[A-Za-z_][\w-]*$/.test(key) && !/^(?:y|n|yes|no|on|off|true|false|null)$/i.test(key) ? key : quoted(key);
}

/** A string in double quotes, in printable ASCII: lone surrogates, which YAML cannot say, become U+FFFD. */
function quoted(text: string): string {
  let out = '"';
  for (const character of text.toWellFormed()) {
    const code = character.codePointAt(0)!;
    if (character === '"' || character === '\\') out += `\\${character}`;
    else if (code >= 0x20 && code < 0x7f) out += character;
    else if (code <= 0xffff) out += `\\u${code.toString(16).padStart(4, '0')}`;
    else out += `\\U${code.toString(16).padStart(8, '0')}`;
  }
  return `${out}"`;
}
