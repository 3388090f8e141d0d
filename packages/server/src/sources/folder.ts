/** A folder of delivered files, wherever it is. */
export interface SourceFolder {
  readonly name: string
  /** The files in it, by name. */
  readonly list: () => Promise<readonly string[]>
  /** A file's bytes, in pieces, from its beginning. */
  readonly open: (file: string) => AsyncIterable<Uint8Array>
  /** SHA-256 of a file's bytes, in lower-case hex. */
  readonly digest: (file: string) => Promise<string>
}
