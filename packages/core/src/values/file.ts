// A file as a value: bytes with a name and a media type, read only when somebody asks for them.
import type { Digest } from '../identity/digest.ts';
import { StemmaError } from '../errors.ts';

/** Where the bytes of a file come from. */
export type FileContent =
  | { readonly bytes: Uint8Array }
  /** A file on this machine, read by the engine when the result is stored. */
  | { readonly path: string }
  /** A stored blob; `load` reads and verifies it. */
  | { readonly digest: Digest; readonly load: () => Uint8Array; readonly path?: string };

/**
 * A named file with a media type. The name may have folders: `spectra/crab.fits`. Name and media type count in the
 * content of a result as the bytes do; where the file lies does not.
 */
export class FileValue {
  readonly name: string;
  readonly mediaType: string;
  readonly content: FileContent;

  /** @throws StemmaError `invalid_request` for names that are empty, absolute, or leave their folder. */
  constructor(name: string, mediaType: string, content: FileContent) {
    if (!isSafeName(name)) throw new StemmaError('invalid_request', `"${name}" is no relative file name`, { name });
    this.name = name;
    this.mediaType = mediaType;
    this.content = content;
  }

  /** The sha256 of the bytes, where it is known already. */
  get digest(): Digest | undefined {
    return 'digest' in this.content ? this.content.digest : undefined;
  }

  /**
   * The bytes. A private copy for each caller that may write to it.
   * @throws StemmaError `invalid_request` for a file that exists only as a path in the analysis' own folder.
   */
  bytes(): Uint8Array {
    if ('load' in this.content) return this.content.load();
    if ('bytes' in this.content) return this.content.bytes;
    throw new StemmaError('invalid_request', `the bytes of "${this.name}" are on disk: read them with your platform`);
  }

  /** The bytes as UTF-8 text. */
  text(): string {
    return new TextDecoder('utf-8').decode(this.bytes());
  }
}

/** True for a relative name that stays in its folder. */
export function isSafeName(name: string): boolean {
  if (name === '' || name.startsWith('/') || /[\0\\]/.test(name) || /^[A-Za-z]:/.test(name)) return false;
  return name.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}
