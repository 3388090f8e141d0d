import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'

/** One run of one process on one machine: a number alone is given out again. */
export interface ProcessIdentity {
  readonly pid: number
  readonly host: string
  /** When it began, as the machine counts; empty where the machine does not tell. */
  readonly started: string
}

/** This process. */
export const thisProcess = (): ProcessIdentity => ({
  pid: process.pid,
  host: hostname(),
  started: startOf(process.pid) ?? '',
})

/**
 * Whether that very run may still go on. A process of another machine cannot be looked at, so it is
 * taken to be alive; so is one whose start is not known here but whose number is in use.
 */
export function mayBeAlive({ pid, host, started }: ProcessIdentity): boolean {
  if (host !== hostname()) return true
  const now = startOf(pid)
  if (now !== undefined && started !== '') return now === started
  return now !== undefined || hasNumber(pid)
}

/**
 * Boot and start of a running process, of Linux's `/proc`; a zombie has ended. Fields as in proc(5):
 * the name, field 2, may hold anything, so counting begins behind its closing bracket.
 */
function startOf(pid: number): string | undefined {
  const stat = readOrNothing(`/proc/${pid}/stat`)
  if (stat === undefined) return undefined
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state, start] = [fields[0], fields[19]]
  if (state === 'Z' || state === 'X') return undefined
  return `${readOrNothing('/proc/sys/kernel/random/boot_id')?.trim()}/${start}`
}

function hasNumber(pid: number): boolean {
  if (readOrNothing('/proc/self/stat') !== undefined) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function readOrNothing(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
