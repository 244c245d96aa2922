// Media types of the files that analyses make, by extension: what the field uses, else plain bytes.
const types: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  dat: 'text/plain',
  fits: 'application/fits',
  fit: 'application/fits',
  gz: 'application/gzip',
  html: 'text/html',
  json: 'application/json',
  md: 'text/markdown',
  pdf: 'application/pdf',
  png: 'image/png',
  reg: 'text/plain',
  svg: 'image/svg+xml',
  txt: 'text/plain',
  vot: 'application/x-votable+xml',
  xml: 'application/xml',
  yaml: 'application/yaml',
};

/** The media type that a file name suggests; `application/octet-stream` when it suggests none. */
export function mediaTypeOf(name: string): string {
  const extension = /\.([A-Za-z0-9]+)$/.exec(name)?.[1]?.toLowerCase();
  return extension !== undefined && Object.hasOwn(types, extension) ? types[extension]! : 'application/octet-stream';
}
