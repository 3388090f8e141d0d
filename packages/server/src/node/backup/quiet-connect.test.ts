import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { migrations } from '../../migrations/index.ts'
import { memoryKeyService } from '../keys/memory-key-service.ts'
import { openMemoryStore } from '../memory-store.ts'
import { checkStore } from '../soundness/check-store.ts'
import { backupPostgres, receiveWal } from './postgres.ts'
import { fetchSegment, quietConnect } from './quiet-connect.ts'

describe('a connection string for a program', () => {
  it.each([
    ['postgres://crm:s3cret@db:5432/crm', 'postgres://crm@db:5432/crm', 's3cret'],
    [
      'postgresql://crm:a%40b%3A@db/crm?sslmode=require',
      'postgresql://crm@db/crm?sslmode=require',
      'a@b:',
    ],
    ['postgres://crm:@db/crm', 'postgres://crm@db/crm', ''],
    [
      'postgres://a:1,b:2/crm?user=crm&password=p%20q&sslmode=require',
      'postgres://a:1,b:2/crm?user=crm&sslmode=require',
      'p q',
    ],
    ['postgres:///crm?host=/run/pg&password=x', 'postgres:///crm?host=/run/pg', 'x'],
    ['postgres:///crm?password=x', 'postgres:///crm', 'x'],
    ['host=db user=crm password=s3cret dbname=crm', 'host=db user=crm dbname=crm', 's3cret'],
    [`host=db password = 'it\\'s \\\\ here' dbname=crm`, 'host=db dbname=crm', `it's \\ here`],
    ['password=x host=db', 'host=db', 'x'],
  ])('%s goes without its password', (given, connect, password) => {
    const quiet = quietConnect(given)
    expect(quiet.connect).toBe(connect)
    expect(quiet.env.PGPASSWORD).toBe(password)
  })

  it.each(['postgres://crm@db/crm', 'postgres://db:5432/crm', 'host=db dbname=crm'])(
    '%s has none and stays as it is',
    (given) => {
      expect(quietConnect(given).connect).toBe(given)
      expect(quietConnect(given).env.PGPASSWORD).toBe(process.env.PGPASSWORD)
    },
  )
})

describe('the programs that back up and look through a server', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'crm-programs-'))
    for (const name of ['pg_basebackup', 'pg_receivewal', 'pg_amcheck']) {
      writeFileSync(
        join(folder, name),
        `#!/bin/sh\nprintf '%s\\n' "$@" "PGPASSWORD=$PGPASSWORD" >> "${folder}/${name}.log"\nexit 1\n`,
      )
      chmodSync(join(folder, name), 0o755)
    }
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('are told the password where no other user of the machine reads it', async () => {
    const connect = 'postgres://crm:s3cret@127.0.0.1:1/crm'
    const store = await openMemoryStore({ migrations })
    const backup = { store, connect, folder: join(folder, 'b'), service: memoryKeyService() }
    await expect(backupPostgres({ ...backup, bin: folder })).rejects.toThrow()
    await expect(checkStore({ store, connect, bin: folder })).rejects.toThrow()
    await new Promise<void>((resolve) => {
      receiveWal({
        connect,
        folder: join(folder, 'wal'),
        slot: 'crm',
        bin: folder,
        onEnd: () => resolve(),
      })
    })
    await store.close()
    for (const name of ['pg_basebackup', 'pg_receivewal', 'pg_amcheck']) {
      const lines = readFileSync(join(folder, `${name}.log`), 'utf8')
        .trim()
        .split('\n')
      const words = lines.filter((line) => !line.startsWith('PGPASSWORD='))
      expect(words.join(' ')).toContain('postgres://crm@127.0.0.1:1/crm')
      expect(words.join(' ')).not.toContain('s3cret')
      expect(lines).toContain('PGPASSWORD=s3cret')
    }
  })

  it('find a received segment in a folder of any name', () => {
    const wal = join(folder, `branch 3's 100% \\ wal`)
    mkdirSync(wal)
    writeFileSync(join(wal, '0001.partial'), 'segment')
    const [, quoted = ''] = /^restore_command = '(.*)'\n$/.exec(fetchSegment(wal)) ?? []
    // As PostgreSQL reads its configuration, then the command's own signs.
    const text = quoted.replaceAll("''", "'").replaceAll('\\\\', '\\')
    const to = join(folder, 'fetched')
    const signs: Record<string, string> = { '%f': '0001', '%p': to, '%%': '%' }
    const command = text.replace(/%[fp%]/g, (sign) => signs[sign]!)
    execFileSync('sh', ['-c', `{ ${command}; } 2>/dev/null`])
    expect(readFileSync(to, 'utf8')).toBe('segment')
  })
})
