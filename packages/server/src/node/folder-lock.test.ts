import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { lockFolder } from './folder-lock.ts'

const home = mkdtempSync(join(tmpdir(), 'crm-lock-'))
let next = 1
const newFolder = () => join(home, `bank-${next++}`)
const children: ChildProcess[] = []

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

const source = fileURLToPath(new URL('./folder-lock.ts', import.meta.url))
const script = `
  const { lockFolder } = await import(${JSON.stringify(source)})
  process.stdin.on('data', (line) => {
    const [folder, at] = String(line).trim().split(' ')
    while (Date.now() < Number(at));
    try { lockFolder(folder); console.log('holds') }
    catch (error) { console.log(JSON.stringify({ code: error.code, ...error.context })) }
  })
  console.log('ready')
`

/** Another process, ready to try for a folder. */
async function another(): Promise<{
  child: ChildProcess
  /** Try for a folder at a given instant, to meet others who try at the same one. */
  tries: (folder: string, at?: number) => Promise<string>
}> {
  const flags = ['--conditions=@crm/source', '--input-type=module', '-e', script]
  const child = spawn(process.execPath, flags, { stdio: ['pipe', 'pipe', 'inherit'] })
  children.push(child)
  await once(child.stdout!, 'data')
  return {
    child,
    async tries(folder, at = 0) {
      child.stdin!.write(`${folder} ${at}\n`)
      const [line] = await once(child.stdout!, 'data')
      return String(line).trim()
    },
  }
}

/** The lock of a process that is not us. */
const claim = (folder: string, change: object) =>
  writeFileSync(
    `${folder}.lock`,
    JSON.stringify({ pid: process.pid, host: hostname(), started: 'x', token: 't0', ...change }),
  )

const killed = async (child: ChildProcess) => {
  child.kill('SIGKILL')
  await once(child, 'exit')
}

/** Nobody waits for a lock; a busy machine may still need a while for twenty processes. */
const AT_ONCE_MS = 10_000

describe('a folder that belongs to one process', () => {
  it('is refused to a second opener in the same process, which is told who has it', () => {
    const folder = newFolder()
    const lock = lockFolder(folder)
    expect(() => lockFolder(folder)).toThrow(
      expect.objectContaining({
        code: 'store.locked',
        context: { folder: lock.folder, pid: process.pid, host: hostname() },
      }),
    )
    lock.release()
    lockFolder(folder).release()
    expect(existsSync(`${folder}.lock`)).toBe(false)
  })

  it('is refused to twenty other processes out of twenty, at once', async () => {
    const folder = newFolder()
    const lock = lockFolder(folder)
    const others = await Promise.all(Array.from({ length: 20 }, another))
    const began = performance.now()
    const answers = await Promise.all(others.map(({ tries }) => tries(folder)))
    expect(performance.now() - began).toBeLessThan(AT_ONCE_MS)
    for (const answer of answers)
      expect(JSON.parse(answer)).toMatchObject({ code: 'store.locked', pid: process.pid })
    lock.release()
  })

  it('is taken over from a process that was killed, by exactly one of ten', async () => {
    const folder = newFolder()
    const holder = await another()
    expect(await holder.tries(folder)).toBe('holds')
    expect(() => lockFolder(folder)).toThrow(expect.objectContaining({ code: 'store.locked' }))
    await killed(holder.child)

    const takers = await Promise.all(Array.from({ length: 10 }, another))
    const began = performance.now()
    const answers = await Promise.all(takers.map(({ tries }) => tries(folder)))
    expect(performance.now() - began).toBeLessThan(AT_ONCE_MS)
    expect(answers.filter((answer) => answer === 'holds')).toHaveLength(1)
  })

  it('goes to exactly one of four who try at the same instant, a hundred times over', async () => {
    const takers = await Promise.all(Array.from({ length: 4 }, another))
    for (let round = 0; round < 100; round++) {
      const folder = newFolder()
      claim(folder, { pid: 4_000_000 })
      const at = Date.now() + 8
      const answers = await Promise.all(takers.map(({ tries }) => tries(folder, at)))
      expect(answers.filter((answer) => answer === 'holds')).toHaveLength(1)
    }
  })

  it('is free again after a process that simply ended', async () => {
    const folder = newFolder()
    const holder = await another()
    expect(await holder.tries(folder)).toBe('holds')
    holder.child.stdin!.end()
    await once(holder.child, 'exit')
    expect(existsSync(`${folder}.lock`)).toBe(false)
  })

  it.skipIf(process.platform !== 'linux')(
    'is taken over when the number of a dead process was given to a new one',
    () => {
      const folder = newFolder()
      claim(folder, { pid: 1, started: 'an-earlier-boot/1' })
      const lock = lockFolder(folder)
      expect(JSON.parse(readFileSync(`${folder}.lock`, 'utf8')).pid).toBe(process.pid)
      lock.release()
    },
  )

  it('is never taken from a process on another machine', () => {
    const folder = newFolder()
    claim(folder, { pid: 4_000_000, host: 'counter-7' })
    expect(() => lockFolder(folder)).toThrow(
      expect.objectContaining({ context: expect.objectContaining({ host: 'counter-7' }) }),
    )
  })

  it('is taken over even when the last to try died half-way', () => {
    const folder = newFolder()
    claim(folder, { pid: 4_000_000 })
    const halfWay = { pid: 4_000_001, host: hostname(), started: 'x', token: 't1' }
    writeFileSync(`${folder}.lock.t0`, JSON.stringify(halfWay))
    const lock = lockFolder(folder)
    expect(() => lockFolder(folder)).toThrow(expect.objectContaining({ code: 'store.locked' }))
    lock.release()
    const name = folder.split('/').at(-1)!
    expect(readdirSync(home).filter((file) => file.startsWith(`${name}.`))).toEqual([])
  })

  it('is the same folder by whatever name it is called', () => {
    const folder = newFolder()
    const lock = lockFolder(folder)
    expect(() => lockFolder(join(folder, '..', folder.split('/').at(-1)!))).toThrow(
      expect.objectContaining({ code: 'store.locked' }),
    )
    lock.release()
  })
})
