/** How another program reaches the server. */
export interface QuietConnect {
  /** As given, without the password: a command line is for every user of the machine to read. */
  readonly connect: string
  /** The environment with the password in it, which only its owner reads. */
  readonly env: NodeJS.ProcessEnv
}

/** Where a password stands: before the `@`, as a parameter of the address, or as a word of its own. */
const places = [
  { find: /^(\w+:\/\/[^:@/?#]*):([^@/?#]*)(?=@)/, isEncoded: true },
  { find: /([?&])password=([^&#]*)&?/, isEncoded: true },
  { find: /(^|\s)password\s*=\s*('(?:[^'\\]|\\.)*'|(?:[^\s\\]|\\.)+)\s*/, isEncoded: false },
]

const unquote = (word: string): string =>
  (word.startsWith("'") ? word.slice(1, -1) : word).replace(/\\(.)/g, '$1')

/** A connection string for a program's command line, with its password apart. */
export function quietConnect(connect: string): QuietConnect {
  const isAddress = /^\w+:\/\//.test(connect)
  let password: string | undefined
  let rest = connect
  for (const { find, isEncoded } of places) {
    if (isEncoded !== isAddress) continue
    rest = rest.replace(find, (_, before: string, word: string) => {
      password = isEncoded ? decodeURIComponent(word) : unquote(word)
      return before
    })
  }
  const env = { ...process.env, ...(password !== undefined && { PGPASSWORD: password }) }
  return { connect: rest.replace(/[?&]$/, ''), env }
}

/** A recovery's command for fetching a received segment, as it stands in PostgreSQL's configuration. */
export function fetchSegment(folder: string): string {
  const from = `'${folder.replaceAll('%', '%%').replaceAll("'", `'\\''`)}'`
  // The last segment is received in parts and named so; recovery reads it as far as it goes.
  const command = `cp ${from}/%f "%p" || cp ${from}/%f.partial "%p"`
  return `restore_command = '${command.replaceAll('\\', '\\\\').replaceAll("'", "''")}'\n`
}
