import { guardErrors } from '@crm/core'
import { secondsUntil } from './limits.ts'
import { type Monotonic, monotonic, neverBack } from './monotonic.ts'

/** When an account is locked. */
export interface LockOutRule {
  /** Failures within the window until the account is locked. */
  readonly failures: number
  /** Milliseconds: the window, and how long a lock lasts from the last failure. */
  readonly windowMs: number
  /** How long to wait after the first failure, the second, …, in milliseconds. */
  readonly delaysMs: readonly number[]
}

/** Five in fifteen minutes; the first slip costs nothing, the next ones a moment each. */
export const lockOutDefaults: LockOutRule = {
  failures: 5,
  windowMs: 900_000,
  delaysMs: [0, 1_000, 2_000, 4_000],
}

interface Account {
  failedAt: number[]
  /** Attempts under way; each counts as a failure until it turns out well. */
  running: number
  until: number
}

/** Accounts in memory at once. */
const MOST_ACCOUNTS = 50_000

/**
 * Locks an account whose secret somebody is guessing: a password, a code that unmasks a number. An
 * attempt that comes while the account is locked is refused without being looked at, so the right
 * guess gets no further than a wrong one. Waits are measured on a clock that only goes on, so setting
 * the machine's clock shortens none.
 *
 * It lives in this process's memory: with several processes, send one account to one process, or let
 * the identity provider do the locking.
 */
export class LockOut {
  readonly #rule: LockOutRule
  readonly #now: Monotonic
  readonly #most: number
  readonly #accounts = new Map<string, Account>()

  constructor({
    rule = lockOutDefaults,
    now = monotonic,
    mostAccounts = MOST_ACCOUNTS,
  }: {
    rule?: LockOutRule
    now?: Monotonic
    mostAccounts?: number
  } = {}) {
    this.#rule = rule
    this.#now = neverBack(now)
    this.#most = mostAccounts
  }

  /** Accounts in memory. */
  get size(): number {
    return this.#accounts.size
  }

  /**
   * Look at one attempt, if the account may try just now. One that throws counts as a failure.
   *
   * @returns whether the attempt was right
   * @throws `limit.locked_out`, with the seconds to wait; the attempt was not looked at then
   */
  async attempt(name: string, isRight: () => Promise<boolean>): Promise<boolean> {
    const account = this.#admit(name)
    account.running += 1
    let right = false
    try {
      right = await isRight()
      return right
    } finally {
      account.running -= 1
      this.#settle(name, account, right)
    }
  }

  /** Seconds until the account may try again; 0 when it may now. */
  waitOf(name: string): number {
    const account = this.#accounts.get(name)
    const now = this.#now()
    return account && account.until > now ? secondsUntil(account.until - now) : 0
  }

  #admit(name: string): Account {
    const now = this.#now()
    const { failures, windowMs } = this.#rule
    const account = this.#accounts.get(name) ?? this.#open(name)
    account.failedAt = account.failedAt.filter((at) => at > now - windowMs)
    if (account.until > now) throw guardErrors.lockedOut(secondsUntil(account.until - now))
    if (account.failedAt.length + account.running >= failures) throw guardErrors.lockedOut(1)
    return account
  }

  #settle(name: string, account: Account, right: boolean): void {
    if (right) {
      account.failedAt = []
      account.until = Number.NEGATIVE_INFINITY
      if (account.running === 0) this.#accounts.delete(name)
      return
    }
    const { failures, windowMs, delaysMs } = this.#rule
    const now = this.#now()
    account.failedAt.push(now)
    const failed = account.failedAt.length
    const wait = failed >= failures ? windowMs : (delaysMs[failed - 1] ?? delaysMs.at(-1) ?? 0)
    account.until = Math.max(account.until, now + wait)
  }

  #open(name: string): Account {
    if (this.#accounts.size >= this.#most) this.#makeRoom()
    const account = { failedAt: [], running: 0, until: Number.NEGATIVE_INFINITY }
    this.#accounts.set(name, account)
    return account
  }

  /**
   * A locked account is never forgotten to make room, nor one that is being tried: that would be a way
   * to unlock it. Of the others, the one with the fewest failures goes.
   */
  #makeRoom(): void {
    const now = this.#now()
    const { failures, windowMs } = this.#rule
    let least: string | undefined
    let fewest = failures
    let looked = 0
    for (const [name, { failedAt, running, until }] of this.#accounts) {
      // Far enough to find one; not so far that a flood of names costs time.
      if (++looked > 200 && least !== undefined) break
      if (running > 0 || until > now) continue
      const failed = failedAt.filter((at) => at > now - windowMs).length
      if (failed < fewest) [least, fewest] = [name, failed]
      if (failed === 0) break
    }
    if (least === undefined) throw guardErrors.lockedOut(secondsUntil(windowMs))
    this.#accounts.delete(least)
  }
}
