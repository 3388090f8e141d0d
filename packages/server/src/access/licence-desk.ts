import {
  accessErrors,
  alwaysLicensed,
  type BankId,
  type Caller,
  type CrmError,
  type Instant,
  isCrmError,
  isLicensed,
  type Licence,
  type LicenceState,
  type LocalDate,
  licenceAllows,
  licenceState,
  type SeatDecision,
  type StaffId,
} from '@crm/core'
import { faultFacts } from '../kit/fault-facts.ts'
import type { Licensing } from '../kit/licensing.ts'
import type { FaultLog } from '../kit/problem.ts'
import type { Ports } from '../kit/session.ts'
import type { Store } from '../kit/store/store.ts'
import { type LicenceOptions, readLicence } from './licence.ts'
import { addToMeter, holdsSeatToday, readClock, takeSeat } from './licence-store.ts'

/** What a call is, as far as a licence cares. */
export interface LicensedCall {
  /** Its room; the event stream has none. */
  readonly room?: string
  readonly writes: boolean
  readonly essential: boolean
}

/** How long what the store said may be remembered, and how long a refusal, in milliseconds. */
const REMEMBER_MS = 60_000
const REFUSED_MS = 5_000
/** How long a bank works on what was read last, when nothing can be written down: a full disk, say. */
const UNWRITTEN_MS = 900_000

interface SeatMemory {
  readonly at: number
  readonly refused?: CrmError
}

/** Everything a call needs, in memory. */
interface Held {
  readonly licence: Licence
  readonly text: string
  readonly at: number
  /** When the clock was last written down. */
  readonly writtenAt: number
  readonly day: LocalDate
  readonly state: LicenceState
}

interface Bank {
  held?: Held
  /** Set where the file cannot be used, until the next look at it. */
  fault?: { readonly at: number; readonly error: CrmError }
  loading?: Promise<void>
  readonly seats: Map<string, SeatMemory>
  readonly sitting: Map<string, Promise<void>>
  calls: Record<string, number>
}

const isFresh = (at: number, now: number, most: number): boolean => Math.abs(now - at) < most

/** What the licence desk stands on. */
export interface DeskParts {
  readonly store: Store
  readonly ports: Ports
  readonly log: FaultLog
}

/**
 * Holds every call to the licence of its bank. It looks at the store once a minute for a bank and once
 * a minute for a person; in between a call costs a few look-ups in memory.
 */
export class LicenceDesk implements Licensing {
  readonly #options: LicenceOptions
  readonly #parts: DeskParts
  readonly #banks = new Map<string, Bank>()

  constructor(options: LicenceOptions, parts: DeskParts) {
    this.#options = options
    this.#parts = parts
  }

  /**
   * Let a call pass, or say why not.
   *
   * @throws `access.module_unlicensed`, `access.licence_invalid`, `access.licence_expired`,
   * `access.licence_not_yet`, `access.clock_rolled_back`, `access.seat_refused`
   */
  async admit({ bankId, staffId }: Caller, call: LicensedCall): Promise<void> {
    const now = Date.parse(this.#parts.ports.now())
    const bank = this.#bank(bankId)
    if (!this.#isCurrent(bank, now)) {
      const looking = this.#look(bank, bankId, now)
      // What is essential is answered even where the licence cannot be looked at.
      await (call.essential ? looking.catch(() => undefined) : looking)
    }
    if (call.essential) return
    const { licence, state, day } = this.#current(bank)
    if (call.room !== undefined && !isLicensed(licence, call.room))
      throw accessErrors.moduleUnlicensed(call.room)
    if (!licenceAllows(state, call)) throw refusal(licence, state)
    const seat = bank.seats.get(staffId)
    if (!seat || !isFresh(seat.at, now, seat.refused ? REFUSED_MS : REMEMBER_MS))
      await this.#sit(bank, licence, { staffId, day })
    const refused = bank.seats.get(staffId)?.refused
    if (refused) throw refused
    if (call.room !== undefined) bank.calls[call.room] = (bank.calls[call.room] ?? 0) + 1
  }

  of(bankId: BankId): { readonly licence: Licence; readonly state: LicenceState } {
    return this.#current(this.#bank(bankId))
  }

  covers(bankId: BankId, module: string): boolean {
    const { held, fault } = this.#bank(bankId)
    if (fault || !held) return alwaysLicensed.includes(module)
    return isLicensed(held.licence, module)
  }

  forgetSeats(bankId: BankId, staffId: StaffId): void {
    const { seats } = this.#bank(bankId)
    seats.delete(staffId)
    for (const [id, { refused }] of seats) if (refused) seats.delete(id)
  }

  async sign(data: Uint8Array) {
    const { service } = this.#parts.store.vault
    if (!service) throw accessErrors.meterUnsigned()
    return service.sign(data)
  }

  #bank(bankId: string): Bank {
    const known = this.#banks.get(bankId)
    if (known) return known
    const made: Bank = { seats: new Map(), sitting: new Map(), calls: {} }
    this.#banks.set(bankId, made)
    return made
  }

  #isCurrent({ held, fault }: Bank, now: number): boolean {
    const at = fault?.at ?? held?.at
    return at !== undefined && isFresh(at, now, REMEMBER_MS)
  }

  #current({ held, fault }: Bank): Held {
    if (fault) throw fault.error
    if (!held) throw accessErrors.licenceInvalid('unreadable')
    return held
  }

  #look(bank: Bank, bankId: string, at: number): Promise<void> {
    bank.loading ??= this.#read(bank, bankId, at).finally(() => {
      delete bank.loading
    })
    return bank.loading
  }

  async #read(bank: Bank, bankId: string, at: number): Promise<void> {
    const { ports, log } = this.#parts
    try {
      const { licence, text } = await this.#file(bank, bankId)
      const now = ports.now()
      const { seenAt, day } = await this.#tick(bank, licence, now)
      const state = licenceState(licence, day, { now, highestSeen: seenAt })
      bank.held = { licence, text, at, writtenAt: at, day, state }
      delete bank.fault
    } catch (error) {
      if (isCrmError(error) && error.code === 'access.licence_invalid') {
        log.error('licence.invalid', { bankId, why: error.context.why })
        bank.fault = { at, error }
      } else if (bank.held && isFresh(bank.held.writtenAt, at, UNWRITTEN_MS)) {
        log.error('licence.not_written', { bankId, ...faultFacts(error) })
        bank.held = { ...bank.held, at }
      } else throw error
    }
  }

  /** The licence as its file says now. A file that became unreadable does not undo a good one. */
  async #file(bank: Bank, bankId: string): Promise<Pick<Held, 'licence' | 'text'>> {
    const { file, vendorKey } = this.#options
    const { held } = bank
    try {
      const text = typeof file === 'string' ? file : await file(bankId)
      if (held?.text === text) return held
      return { text, licence: await readLicence(text, vendorKey, bankId) }
    } catch (error) {
      const why = isCrmError(error) ? error.context.why : 'unreadable'
      if (!held) throw isCrmError(error) ? error : accessErrors.licenceInvalid('unreadable', error)
      this.#parts.log.error('licence.not_renewed', { bankId, why })
      return held
    }
  }

  /** Write down the moment and what was called since the last time. */
  async #tick(bank: Bank, licence: Licence, now: Instant) {
    const { calls } = bank
    bank.calls = {}
    const amounts = Object.fromEntries(
      Object.entries(calls).map(([room, count]) => [`calls.${room}`, count]),
    )
    try {
      return await this.#parts.store.transaction(async (tx) => {
        const reading = await readClock(tx, licence, now)
        await addToMeter(tx, licence.bankId, reading.day, amounts)
        return reading
      })
    } catch (error) {
      for (const [room, count] of Object.entries(calls))
        bank.calls[room] = (bank.calls[room] ?? 0) + count
      throw error
    }
  }

  #sit(bank: Bank, licence: Licence, asked: { staffId: StaffId; day: LocalDate }): Promise<void> {
    const { staffId } = asked
    const running = bank.sitting.get(staffId)
    if (running) return running
    const sitting = this.#take(licence, asked)
      .then((decided) => {
        const at = Date.parse(this.#parts.ports.now())
        bank.seats.set(staffId, { at, ...(decided && refusedBy(decided)) })
      })
      .finally(() => bank.sitting.delete(staffId))
    bank.sitting.set(staffId, sitting)
    return sitting
  }

  async #take(
    licence: Licence,
    asked: { staffId: StaffId; day: LocalDate },
  ): Promise<SeatDecision | undefined> {
    const { store, ports } = this.#parts
    const all = { ...asked, now: ports.now() }
    if (await holdsSeatToday(store.db, licence.bankId, all)) return undefined
    return store.transaction((tx) => takeSeat(tx, licence, all))
  }
}

const refusedBy = ({ decision, reason: { facts } }: SeatDecision) =>
  decision === 'refused'
    ? { refused: accessErrors.seatRefused(Number(facts.taken), Number(facts.most)) }
    : {}

function refusal(licence: Licence, { state, reach, reason: { facts } }: LicenceState): CrmError {
  if (state === 'not_yet') return accessErrors.licenceNotYet(licence.validFrom)
  if (state === 'expired') return accessErrors.licenceExpired(licence.expiresOn, reach)
  return accessErrors.clockRolledBack(String(facts.now), String(facts.seen ?? facts.on))
}
