import type { Store } from '../../kit/store/store.ts'
import type { Words } from './clause.ts'

/** What is looked at: this installation. */
export interface Looked {
  readonly store: Store
  /** The banks in the store. */
  readonly banks: readonly string[]
  /** The moment of the look. */
  readonly now: string
  /** Where master keys lie, if in a file. */
  readonly keyFile?: string | undefined
  /** Where the data lie, if in a folder. */
  readonly dataFolder?: string | undefined
  /** Where backups lie; without it, they are not looked at. */
  readonly backupFolder?: string | undefined
}

/** What a look found. `undefined`: it could not be looked at, which is never a pass. */
export interface Finding extends Words {
  readonly holds: boolean | undefined
}

/** One look at an installation. */
export type Probe = (looked: Looked) => Promise<Finding>

/** A finding in both languages. */
export const found = (holds: boolean | undefined, zh: string, en: string): Finding => ({
  holds,
  zh,
  en,
})
