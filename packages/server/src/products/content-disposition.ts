// How a browser is told what a file is called, and whether it may show it: names and media types come from whoever wrote
// the analysis, and must not be able to do anything.

// What browsers show without running anything in it.
const shown = /^(image\/(png|jpeg|gif|webp)|text\/(plain|csv)|application\/(json|pdf))$/;

/** A Content-Disposition of RFC 6266 with an ASCII name and, where that is not all, the whole one in UTF-8. */
export function contentDisposition(name: string, mediaType: string): string {
  const last = name.split('/').at(-1)!.toWellFormed();
  // oxlint-disable-next-line no-control-regex -- control characters are what must go
  const plain = last.replaceAll(/[\u0000-\u001f\u007f"\\%;]|[^\u0020-\u007e]/g, '_').replace(/^\.+/, '_') || '_';
  const kind = shown.test(mediaType) ? 'inline' : 'attachment';
  const whole = plain === last ? '' : `; filename*=UTF-8''${encoded(last)}`;
  return `${kind}; filename="${plain}"${whole}`;
}

/** A media type that can stand in a header; anything else is bytes. */
export function safeMediaType(mediaType: string): string {
  const isPlain = /^[\w!#$&^.+-]{1,100}\/[\w!#$&^.+-]{1,100}(;\s*[\w-]{1,50}=[\w.-]{1,100}){0,4}$/.test(mediaType);
  return isPlain ? mediaType : 'application/octet-stream';
}

// RFC 8187: what encodeURIComponent leaves and the standard does not.
function encoded(text: string): string {
  return encodeURIComponent(text).replaceAll(/['()*]/g, (c) => `%${c.codePointAt(0)!.toString(16).toUpperCase()}`);
}
