import { CrmError } from '@crm/core'
import type { KeyService } from '../../kit/keys/key-service.ts'
import { openVault } from '../../kit/keys/vault.ts'
import { type Store, sealedStore } from '../../kit/store/store.ts'
import { fileKeyService } from '../keys/file-key-service.ts'
import { gmSuite } from '../keys/gm-suite.ts'
import { intlSuite } from '../keys/intl-suite.ts'
import { pkcs11In } from '../keys/pkcs11-file.ts'
import { type EmbeddedStore, openEmbeddedStore } from '../pglite-store.ts'
import { openPostgresStore } from '../postgres-store.ts'

/** What was said on the command line. */
export type Values = Readonly<Record<string, string | boolean | undefined>>

/** Options that say which store and which keys. */
export const storeOptions = {
  data: { type: 'string' },
  postgres: { type: 'string' },
  keys: { type: 'string' },
} as const

/** What an option holds. @throws `cli.option_missing` */
export function need(values: Values, name: string): string {
  const value = values[name]
  if (typeof value === 'string' && value !== '') return value
  throw new CrmError('cli.option_missing', 400, `--${name} is missing.`, { name })
}

/** The key service that `--keys FILE` names: master keys themselves, or where the HSM is. */
export const keysOf = (values: Values): KeyService => {
  const file = need(values, 'keys')
  return pkcs11In(file) ?? fileKeyService(file)
}

/** A vault that opens what either suite sealed. */
const vaultOf = (service: KeyService) =>
  openVault({ service, suite: intlSuite, alsoOpens: [gmSuite] })

/** The store in `--data DIR`, with its keys. */
export async function embeddedOf(values: Values): Promise<EmbeddedStore> {
  const store = await openEmbeddedStore({ folder: need(values, 'data'), deadline: 60_000 })
  return sealedStore(store, vaultOf(keysOf(values)))
}

/** The store in `--data DIR` or behind `--postgres URL`, with its keys. */
export async function storeOf(values: Values): Promise<Store> {
  if (typeof values.postgres !== 'string') return embeddedOf(values)
  const store = openPostgresStore({ connect: values.postgres, deadline: 60_000 })
  return sealedStore(store, vaultOf(keysOf(values)))
}
