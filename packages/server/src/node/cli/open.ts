import { existsSync } from 'node:fs'
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

/**
 * The key service that `--keys FILE` names: master keys themselves, or where the HSM is. A file that is
 * not there is a slip of the pen: new keys open nothing that is there already.
 *
 * @throws `cli.nothing_there`
 */
export const keysOf = (values: Values): KeyService => {
  const file = there(need(values, 'keys'))
  return pkcs11In(file) ?? fileKeyService(file)
}

/** What follows a command's name is none of its words. */
export const unknownWord = (known: string): CrmError =>
  new CrmError('cli.word_unknown', 400, `Say one of: ${known}.`, { known })

/** A path with something behind it. @throws `cli.nothing_there` */
export function there(path: string): string {
  if (existsSync(path)) return path
  throw new CrmError('cli.nothing_there', 400, `There is no ${path}.`, { path })
}

/** A vault that opens what either suite sealed. */
const vaultOf = (service: KeyService) =>
  openVault({ service, suite: intlSuite, alsoOpens: [gmSuite] })

/** The store in `--data DIR`, with its keys. */
export async function embeddedOf(values: Values): Promise<EmbeddedStore> {
  const folder = there(need(values, 'data'))
  const service = keysOf(values)
  const store = await openEmbeddedStore({ folder, deadline: 60_000 })
  return sealedStore(store, vaultOf(service))
}

/** The store in `--data DIR` or behind `--postgres URL`, with its keys. */
export async function storeOf(values: Values): Promise<Store> {
  if (typeof values.postgres !== 'string') return embeddedOf(values)
  const service = keysOf(values)
  const store = openPostgresStore({ connect: values.postgres, deadline: 60_000 })
  return sealedStore(store, vaultOf(service))
}

/** Work with a store, and let go of it however the work ends. */
export async function whileOpen<S extends Store, T>(
  store: S,
  work: (store: S) => Promise<T>,
): Promise<T> {
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}
