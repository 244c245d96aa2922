// Names that come from people as names of files and identifiers that no shell, no file system and no format can
// misread: what is lost of them is told elsewhere, as quoted text.

/** Longest name that is given: every file system takes 255 bytes, and something is put in front. */
const longest = 80;

/**
 * The letters, digits, dots, hyphens and underscores of a name, everything else as underscores; never empty, never hidden,
 * never an option, never longer than 80 characters, whatever the name is.
 * @param dot what dots become: `_` where identifiers are needed.
 */
export function safeName(name: string, dot: '.' | '_' = '.'): string {
  const plain = name.replaceAll(/[^A-Za-z0-9._-]+/g, '_').replaceAll('.', dot);
  const short = plain.length <= longest ? plain : plain.slice(0, longest / 2) + plain.slice(-longest / 2);
  return /^[A-Za-z0-9]/.test(short) ? short : `x${short}`;
}
