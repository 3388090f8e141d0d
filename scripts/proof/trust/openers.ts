// Many processes want one folder: what each of them is told, and how soon.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { chance } from './tamper.ts'

const source = (path: string) => import.meta.resolve(`../../../packages/server/src/node/${path}`)

/** Opens what it is told to, by lock alone or as a whole store, and says how that went. */
const script = `
  const { lockFolder } = await import(${JSON.stringify(source('folder-lock.ts'))})
  const { openEmbeddedStore } = await import(${JSON.stringify(source('pglite-store.ts'))})
  const { createInterface } = await import('node:readline')
  const held = new Map()
  for await (const line of createInterface({ input: process.stdin })) {
    const { folder, at = 0, whole = false, letGo = false } = JSON.parse(line)
    while (Date.now() < at);
    const began = performance.now()
    let said = { ok: true }
    try {
      if (letGo) { held.get(folder)?.release(); held.delete(folder) }
      else held.set(folder, whole ? await openEmbeddedStore({ folder }) : lockFolder(folder))
    } catch (error) { said = { ok: false, code: error.code, ...error.context } }
    console.log(JSON.stringify({ ...said, ms: performance.now() - began }))
  }
`

interface Said {
  readonly ok: boolean
  readonly code?: string
  readonly pid?: number
  readonly ms: number
}

interface Opener {
  readonly child: ChildProcess
  readonly tries: (asked: {
    folder: string
    at?: number
    whole?: boolean
    letGo?: boolean
  }) => Promise<Said>
}

function startOpener(): Opener {
  const flags = ['--conditions=@crm/source', '--disable-warning=ExperimentalWarning']
  const child = spawn(process.execPath, [...flags, '--input-type=module', '-e', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]()
  return {
    child,
    async tries(asked) {
      child.stdin!.write(`${JSON.stringify(asked)}\n`)
      const { value, done } = await lines.next()
      if (done) throw new Error('The opener has ended.')
      return JSON.parse(value) as Said
    },
  }
}

const killed = async (child: ChildProcess) => {
  child.kill('SIGKILL')
  await once(child, 'exit')
}

/** What became of everybody who wanted a folder. */
export interface OpenersOutcome {
  readonly seconds: number
  /** Second openers that were refused and told the holder's number. */
  readonly refused: number
  readonly slowestRefusalMs: number
  readonly deaths: number
  /** Folders of killed holders that somebody else opened. */
  readonly takenOver: number
  readonly slowestTakeoverMs: number
  readonly races: number
  /** Races for a dead holder's folder that ended with none or several holding it. */
  readonly notOne: number
  /** Claims that were found to be stale although their process had another's number. */
  readonly reused: number
  /** Times that a folder was taken from a process that still ran. */
  readonly stolen: number
}

/** Hold, refuse, kill, take over, race; each so many times. */
export async function tryOpeners(
  seed: number,
  { seconds, deaths, races }: { seconds: number; deaths: number; races: number },
): Promise<OpenersOutcome> {
  const home = mkdtempSync(join(tmpdir(), 'crm-openers-'))
  const random = chance(seed)
  const others = Array.from({ length: 4 }, startOpener)
  try {
    const holder = startOpener()
    const folder = join(home, 'held')
    await holder.tries({ folder, whole: true })
    let refused = 0
    let slowestRefusalMs = 0
    for (let turn = 0; turn < seconds; turn++) {
      const said = await others[turn % 4]!.tries({ folder, whole: true })
      if (said.code === 'store.locked' && said.pid === holder.child.pid) refused += 1
      slowestRefusalMs = Math.max(slowestRefusalMs, said.ms)
    }

    let takenOver = 0
    let slowestTakeoverMs = 0
    let last = holder
    for (let turn = 0; turn < deaths; turn++) {
      await killed(last.child)
      last = startOpener()
      const said = await last.tries({ folder, whole: true })
      if (said.ok) takenOver += 1
      slowestTakeoverMs = Math.max(slowestTakeoverMs, said.ms)
    }

    let notOne = 0
    let stolen = 0
    let reused = 0
    for (let turn = 0; turn < races; turn++) {
      const raced = join(home, `race-${turn}`)
      const kind = Math.floor(random() * 3)
      const alive = others[turn % 4]!
      if (kind === 0) claim(raced, { pid: 4_000_000 + turn })
      // The number of somebody who runs, but of another start: it was given out again.
      if (kind === 1) claim(raced, { pid: alive.child.pid!, started: 'an-earlier-boot/1' })
      if (kind === 2) await alive.tries({ folder: raced })
      const at = Date.now() + 8
      const said = await Promise.all(others.map((one) => one.tries({ folder: raced, at })))
      const holders = said.filter(({ ok }) => ok).length
      if (kind === 2) stolen += holders
      else if (holders !== 1) notOne += 1
      else if (kind === 1) reused += 1
      for (const one of others) await one.tries({ folder: raced, letGo: true })
    }
    await killed(last.child)
    return {
      seconds,
      refused,
      slowestRefusalMs: Math.round(slowestRefusalMs),
      deaths,
      takenOver,
      slowestTakeoverMs: Math.round(slowestTakeoverMs),
      races,
      notOne,
      reused,
      stolen,
    }
  } finally {
    for (const { child } of others) child.kill('SIGKILL')
    rmSync(home, { recursive: true, force: true })
  }
}

/** The lock of a process that is not there, or is another by now. */
const claim = (folder: string, change: object) =>
  writeFileSync(
    `${folder}.lock`,
    JSON.stringify({ host: hostname(), started: 'x', token: 't0', ...change }),
  )
