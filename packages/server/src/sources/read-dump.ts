/** A dump that is none, in words for its error. */
export class DumpRefused extends Error {}

/** A row of a table; nothing is null. */
export interface DumpRow {
  readonly table: string
  readonly cells: readonly (readonly [column: string, value: string | undefined])[]
}

type Token =
  | { readonly kind: 'sign' | 'word' | 'name' | 'text'; readonly text: string }
  | { readonly kind: 'end' }

const LONGEST = 1_000_000
const MOST_COLUMNS = 4_096
const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  '0': '\0',
  Z: '\u001a',
  b: '\b',
}
const isWordly = (letter: string): boolean => /[\w.+@$-]/.test(letter)

/** Cuts a dump into words, quoted texts and signs, whatever pieces it comes in; comments are left out. */
async function* tokensOf(pieces: AsyncIterable<string>): AsyncGenerator<Token> {
  let mode: 'plain' | 'line' | 'block' | "'" | '"' | '`' | 'word' = 'plain'
  let text = ''
  let before = ''
  const found: Token[] = []
  const tell = (kind: 'sign' | 'word' | 'name' | 'text') => {
    found.push({ kind, text })
    text = ''
    mode = 'plain'
  }
  const plain = (letter: string) => {
    if (letter === "'" || letter === '"' || letter === '`') mode = letter
    else if (letter === '#') mode = 'line'
    else if (isWordly(letter)) {
      text = letter
      mode = 'word'
    } else if (letter === '*' && before === '/') mode = 'block'
    else if (letter !== '/' && letter.trim() !== '') {
      text = letter
      tell('sign')
    }
  }
  // A quote that closes may yet turn out to stand for itself, doubled.
  let closing = false
  const quoted = (letter: string, quote: string): boolean => {
    if (closing) {
      closing = false
      if (letter !== quote) {
        tell(quote === '`' ? 'name' : 'text')
        return false
      }
      text += letter
    } else if (before === '\\' && quote !== '`') {
      text += escapes[letter] ?? letter
      before = ''
      return true
    } else if (letter === quote) closing = true
    else if (letter !== '\\' || quote === '`') text += letter
    return true
  }
  const step = (letter: string): void => {
    if (text.length > LONGEST) throw new DumpRefused('a value that is too long')
    if (mode === 'line') mode = letter === '\n' ? 'plain' : mode
    else if (mode === 'block') mode = letter === '/' && before === '*' ? 'plain' : mode
    else if (mode === 'word') {
      if (text === '-' && letter === '-') {
        text = ''
        mode = 'line'
      } else if (isWordly(letter)) text += letter
      else {
        tell('word')
        plain(letter)
      }
    } else if (mode === 'plain') plain(letter)
    else {
      const escaped = before === '\\' && !closing
      if (!quoted(letter, mode)) plain(letter)
      if (escaped) return
    }
    before = letter
  }
  for await (const piece of pieces) {
    for (const letter of piece) step(letter)
    yield* found.splice(0)
  }
  step('\n')
  yield* found.splice(0)
  if (!['plain', 'line'].includes(mode)) throw new DumpRefused('a text that does not end')
  yield { kind: 'end' }
}

/**
 * The rows that a dump of MySQL inserts, table by table as they come: `INSERT` and `REPLACE`, whose columns
 * the statement names or the table's own statement before it did. No more than a row is held.
 *
 * @throws DumpRefused where it is cut off, or a row does not fit its table
 */
export async function* readDump(pieces: AsyncIterable<string>): AsyncGenerator<DumpRow> {
  const tokens = tokensOf(pieces)
  const tables = new Map<string, readonly string[]>()
  for (;;) {
    const first = await next(tokens)
    if (first.kind === 'end') return
    const word = first.kind === 'word' ? first.text.toUpperCase() : ''
    if (word === 'CREATE') await created(tokens, tables)
    else if (word === 'INSERT' || word === 'REPLACE') yield* inserted(tokens, tables)
    else if (!isSign(first, ';')) await skip(tokens)
  }
}

async function next(tokens: AsyncGenerator<Token>): Promise<Token> {
  const { value, done } = await tokens.next()
  return done ? { kind: 'end' } : value
}
const isSign = (token: Token, sign: string): boolean => token.kind === 'sign' && token.text === sign

/** To the end of a statement. */
async function skip(tokens: AsyncGenerator<Token>): Promise<void> {
  for (;;) {
    const token = await next(tokens)
    if (token.kind === 'end') throw new DumpRefused('a statement that does not end')
    if (isSign(token, ';')) return
  }
}

/** Remember a table's columns: a name that opens its line within the first brackets. */
async function created(
  tokens: AsyncGenerator<Token>,
  tables: Map<string, readonly string[]>,
): Promise<void> {
  let table: string | undefined
  let depth = 0
  let opens = false
  const columns: string[] = []
  for (;;) {
    const token = await next(tokens)
    if (token.kind === 'end') throw new DumpRefused('a statement that does not end')
    if (isSign(token, ';')) break
    if (token.kind === 'name' && depth === 0) table ??= token.text
    if (token.kind === 'name' && depth === 1 && opens) columns.push(token.text)
    if (columns.length > MOST_COLUMNS) throw new DumpRefused('a table with too many columns')
    opens = (depth === 0 && isSign(token, '(')) || (depth === 1 && isSign(token, ','))
    if (isSign(token, '(')) depth += 1
    else if (isSign(token, ')')) depth -= 1
  }
  if (table !== undefined) tables.set(table, columns)
}

async function* inserted(
  tokens: AsyncGenerator<Token>,
  tables: ReadonlyMap<string, readonly string[]>,
): AsyncGenerator<DumpRow> {
  let table = ''
  const named: string[] = []
  for (;;) {
    const token = await next(tokens)
    if (token.kind === 'end' || isSign(token, ';'))
      throw new DumpRefused('an insert without values')
    if (token.kind === 'name') {
      if (table === '') table = token.text
      else named.push(token.text)
    }
    if (token.kind === 'word' && token.text.toUpperCase() === 'VALUES') break
  }
  const columns = named.length > 0 ? named : (tables.get(table) ?? [])
  for (;;) {
    const token = await next(tokens)
    if (isSign(token, ';')) return
    if (isSign(token, ',')) continue
    if (!isSign(token, '(')) throw new DumpRefused(`values of ${table} that are no row`)
    const values = await rowOf(tokens, table)
    if (values.length !== columns.length)
      throw new DumpRefused(
        `a row of ${table} with ${values.length} values for ${columns.length} columns`,
      )
    yield { table, cells: columns.map((column, at) => [column, values[at]] as const) }
  }
}

async function rowOf(
  tokens: AsyncGenerator<Token>,
  table: string,
): Promise<readonly (string | undefined)[]> {
  const values: (string | undefined)[] = []
  let value: string | undefined
  let held = 0
  for (;;) {
    const token = await next(tokens)
    if (token.kind === 'end' || isSign(token, ';'))
      throw new DumpRefused(`a row of ${table} that does not end`)
    if (isSign(token, ',') || isSign(token, ')')) {
      values.push(value)
      value = undefined
      if (values.length > MOST_COLUMNS) throw new DumpRefused('a row with too many values')
      if (isSign(token, ')')) return values
    } else if (token.kind === 'text') {
      // `b'0'` and `_binary 'x'` say before the text how it is meant.
      value = token.text
      held += value.length
    } else if (token.kind === 'word')
      value = token.text.toUpperCase() === 'NULL' ? undefined : token.text
    else throw new DumpRefused(`a row of ${table} with an expression`)
    if (held > LONGEST) throw new DumpRefused('a row that is too long')
  }
}
