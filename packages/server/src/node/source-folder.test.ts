import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openSourceFolder } from './source-folder.ts'

const home = mkdtempSync(join(tmpdir(), 'crm-source-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

async function textOf(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const piece of pieces) text += decoder.decode(piece, { stream: true })
  return text
}

describe('a folder of day-end files', () => {
  it('gives a file from its beginning, as often as it is asked for', async () => {
    writeFileSync(join(home, 'customers.dat'), '编号|姓名\n1|李桂芳\n')
    const folder = openSourceFolder(home)
    for (let time = 0; time < 2; time++)
      expect(await textOf(folder.open('customers.dat'))).toBe('编号|姓名\n1|李桂芳\n')
  })

  it('fails the import of a file that cannot be opened, and not the process', async () => {
    const folder = openSourceFolder(home)
    const forgotten = folder.open('gone.dat')
    // Long enough for a stream to fail that nobody reads.
    await new Promise((resolve) => setTimeout(resolve, 50))
    await expect(textOf(forgotten)).rejects.toMatchObject({ code: 'ENOENT' })
    await expect(folder.digest('gone.dat')).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('leads nowhere else', async () => {
    await expect(textOf(openSourceFolder(home).open('../../etc/passwd'))).rejects.toMatchObject({
      code: 'ENOENT',
    })
  })
})
