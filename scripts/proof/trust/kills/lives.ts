// One life after another, each ended at a random moment.
import { fileURLToPath } from 'node:url'
import { pause, startVictim } from '../../victim.ts'

const program = fileURLToPath(new URL('killed-child.ts', import.meta.url))

interface Told {
  readonly begun?: boolean
  readonly done?: boolean
  readonly failed?: string
}

/** What the processes do, and when they may be killed. */
export interface Lives {
  readonly deed: 'import' | 'send' | 'decide' | 'migrate'
  /** A folder, or an address of PostgreSQL. */
  readonly place: string
  /** The files to import, or the gateway to send to. */
  readonly other: string
  readonly kills: number
  /** A process lives up to so many milliseconds after its first piece of work. */
  readonly within: number
  readonly random: () => number
  /** Look at what was left behind; with one statement, as the next process may be at it already. */
  readonly after: () => Promise<void>
}

/** Kill so many processes, one after another; then let one finish the work. @returns how many were killed */
export async function killMany(lives: Lives): Promise<number> {
  const { deed, place, other, within, random, after } = lives
  const start = () => startVictim<Told>(program, [deed, place, other])
  let killed = 0
  let next = start()
  // An embedded store belongs to one process: only a server lets the next one start meanwhile.
  const ahead = place.startsWith('postgres')
  for (let turn = 0; turn < lives.kills; turn++) {
    const { begun, failed } = await next.told('begun')
    if (!begun) throw new Error(`${deed}: ${failed}`)
    await pause(random() * within)
    if (await next.kill()) killed += 1
    if (ahead) next = start()
    await after()
    if (!ahead) next = start()
  }
  const { failed } = await next.told('done')
  if (failed) throw new Error(`${deed}: ${failed}`)
  await next.ended
  return killed
}
