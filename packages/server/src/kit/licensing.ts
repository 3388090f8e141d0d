import type { BankId, Licence, LicenceState, StaffId } from '@crm/core'
import type { Signature } from './keys/key-service.ts'

/** The licence of a bank, and how it stands at this moment. */
export interface LicensedBank {
  readonly licence: Licence
  readonly state: LicenceState
}

/** What a call may ask about the bank's licence. Absent where the installation runs without one. */
export interface Licensing {
  /** @throws `access.licence_invalid` where the file cannot be used for this bank */
  of(bankId: BankId): LicensedBank
  /** Is a room covered? Never throws: an unusable licence covers none. */
  covers(bankId: BankId, module: string): boolean
  /** Look at the store again before the next call of this person, or of who was refused a seat. */
  forgetSeats(bankId: BankId, staffId: StaffId): void
  /** Sign with the bank's key service. @throws `access.meter_unsigned` where there is none */
  sign(data: Uint8Array): Promise<Signature>
}
