// Hands bytes to the reader of a page as a file, without asking any server.
import { element } from './element.ts';

/** Offers `content` as a download named `name`. */
export function saveFile(name: string, content: Blob | Uint8Array<ArrayBuffer> | string, type: string): void {
  const blob = content instanceof Blob ? content : new Blob([content], { type });
  const url = URL.createObjectURL(blob);
  const link = element('a', { href: url, download: name });
  link.click();
  // The browser has begun to read by the next turn; a minute is plenty for slow ones.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
