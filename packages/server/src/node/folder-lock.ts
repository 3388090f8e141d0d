import { randomUUID } from 'node:crypto'
import {
  linkSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { kitErrors } from '@crm/core'
import { mayBeAlive, type ProcessIdentity, thisProcess } from './process-identity.ts'

/** A folder that is ours alone until released. */
export interface FolderLock {
  /** The folder by its one true name, whatever links led to it. */
  readonly folder: string
  /** Let go. The end of the process lets go as well. */
  release(): void
}

interface Claim extends ProcessIdentity {
  /** Tells this claim from every other, so that a dead one is replaced once. */
  readonly token: string
}

const held = new Set<() => void>()

function releaseAll(): void {
  for (const release of held) release()
}

/**
 * Take a folder for this process alone, by the file `<folder>.lock` beside it. A folder held by a
 * running process, this one included, is refused at once; the lock of a dead one is taken over.
 * A holder on another machine cannot be looked at and is never robbed: delete the file by hand once
 * that machine is known to be gone.
 *
 * @throws `store.locked`, with pid and host; `store.disk_full`
 */
export function lockFolder(folder: string): FolderLock {
  const real = realName(folder)
  const path = `${real}.lock`
  const mine: Claim = { ...thisProcess(), token: randomUUID() }
  claim(path, mine, real)

  const release = () => {
    held.delete(release)
    if (held.size === 0) process.off('exit', releaseAll)
    if (readClaim(path)?.token === mine.token) rmSync(path, { force: true })
  }
  if (held.size === 0) process.on('exit', releaseAll)
  held.add(release)
  return { folder: real, release }
}

/**
 * Make the file, or follow a dead holder. Who follows first claims the dead claim itself, by a file
 * named after its token, and only then puts that file in its place in one step. So two followers
 * cannot both win, and one that dies half-way is itself a dead claim to be followed.
 */
function claim(path: string, mine: Claim, folder: string): void {
  for (;;) {
    if (createWhole(path, mine)) return
    const theirs = readClaim(path)
    if (theirs === undefined) continue
    if (mayBeAlive(theirs)) throw kitErrors.locked(folder, theirs.pid, theirs.host)

    const succession = `${path}.${theirs.token}`
    claim(succession, mine, folder)
    if (readClaim(path)?.token === theirs.token) {
      renameSync(succession, path)
      return
    }
    rmSync(succession, { force: true })
  }
}

/** A file that appears with its whole content or not at all, and never over another. */
function createWhole(path: string, content: Claim): boolean {
  const draft = `${path}.${content.token}.draft`
  try {
    writeFileSync(draft, JSON.stringify(content), { flag: 'wx' })
    linkSync(draft, path)
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return false
    if (code === 'ENOSPC') throw kitErrors.diskFull()
    throw kitErrors.storeUnavailable(`${path} cannot be written (${code})`, error)
  } finally {
    rmSync(draft, { force: true })
  }
}

/** What a lock file says; nothing when it is gone. One that says nothing sensible stays a lock. */
function readClaim(path: string): Claim | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Claim
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw kitErrors.storeUnavailable(`${path} is not a lock file of ours`, error)
  }
}

function realName(folder: string): string {
  const full = resolve(folder)
  mkdirSync(dirname(full), { recursive: true })
  try {
    return realpathSync(full)
  } catch {
    return join(realpathSync(dirname(full)), basename(full))
  }
}
