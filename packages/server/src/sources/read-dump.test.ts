import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DumpRefused, readDump } from './read-dump.ts'

async function* inPieces(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size)
}

async function read(text: string, size = 7): Promise<readonly string[]> {
  const rows: string[] = []
  for await (const { table, cells } of readDump(inPieces(text, size)))
    rows.push(`${table} ${cells.map(([column, value]) => `${column}=${value ?? '-'}`).join(' ')}`)
  return rows
}

const table = `CREATE TABLE IF NOT EXISTS \`t\` (
  \`id\` bigint(20) NOT NULL AUTO_INCREMENT COMMENT 'a, \`b\` (c;',
  \`name\` varchar(100) DEFAULT NULL,
  PRIMARY KEY (\`id\`), KEY \`by_name\` (\`name\`, \`id\`)
) ENGINE=InnoDB;
`

describe('a dump', () => {
  it.each<[string, string, string[]]>([
    [
      'that names its columns',
      "INSERT INTO `t` (`id`, `name`) VALUES (1, 'a'), (2, NULL);",
      ['t id=1 name=a', 't id=2 name=-'],
    ],
    [
      'whose table names them',
      `${table}REPLACE INTO \`t\` VALUES (-1.50,'a');`,
      ['t id=-1.50 name=a'],
    ],
    [
      'with quotes, breaks and signs in its texts',
      "insert into `t` (`a`) values ('it''s'),('it\\'s; -- (x)'),('a\\nb\\\\'),(\"O'Neil, '\");",
      ["t a=it's", "t a=it's; -- (x)", 't a=a\nb\\', "t a=O'Neil, '"],
    ],
    [
      'with remarks in it',
      "-- one ' `\n# two '\n/*!40101 SET NAMES utf8 */;\nINSERT INTO /* ; */ `t` (`a`) VALUES (b'0');",
      ['t a=0'],
    ],
    ['with a name that has a quote', 'INSERT INTO `a``b` (`c`) VALUES (1);', ['a`b c=1']],
    [
      'that says other things too',
      "SET x='INSERT INTO `t` VALUES (1)'; LOCK TABLES `t` WRITE;",
      [],
    ],
    ['of nothing', '', []],
  ])('%s is read, however it is cut', async (_what, text, rows) => {
    for (const size of [1, 2, 3, 5, 1_000]) expect(await read(text, size)).toEqual(rows)
  })

  it.each<[string, string]>([
    ['within a row', 'INSERT INTO `t` (`a`) VALUES (1), (2'],
    ['within a text', "INSERT INTO `t` (`a`) VALUES ('x"],
    ['within a statement', 'CREATE TABLE `t` (`a` int'],
    ['between rows', 'INSERT INTO `t` (`a`) VALUES (1),'],
    ['within a remark', '/* x'],
  ])('that is cut off %s is refused', async (_where, text) => {
    await expect(read(text)).rejects.toBeInstanceOf(DumpRefused)
  })

  it.each<[string, string]>([
    ['a row that is too short', 'INSERT INTO `t` (`a`, `b`) VALUES (1);'],
    ['a row of an unknown table', 'INSERT INTO `t` VALUES (1);'],
    ['no values', 'INSERT INTO `t` (`a`);'],
    ['a calculation', 'INSERT INTO `t` (`a`) VALUES (f(1));'],
    ['a value without end', `INSERT INTO \`t\` (\`a\`) VALUES ('${'x'.repeat(1_000_100)}');`],
  ])('with %s is refused', async (_what, text) => {
    await expect(read(text, 4_096)).rejects.toBeInstanceOf(DumpRefused)
  })

  it('gives back whatever texts went into it', async () => {
    const written = (text: string) =>
      `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.string({ unit: fc.constantFrom("'", '\\', '\n', '(', ';', '-', 'n', '李', '`') }),
        ),
        fc.integer({ min: 1, max: 9 }),
        async (texts, size) => {
          fc.pre(texts.length > 0)
          const dump = `INSERT INTO \`t\` (\`a\`) VALUES ${texts.map((text) => `(${written(text)})`).join(',')};`
          expect(await read(dump, size)).toEqual(texts.map((text) => `t a=${text}`))
        },
      ),
    )
  })
})
