import { type AccessPart, accessChecks } from './access-checks.ts'
import { type Checks, type Danger, lookFor } from './danger.ts'
import { type HostPart, hostChecks } from './host.ts'
import { type IdentityPart, identityChecks } from './identity.ts'
import { type NetworkPart, networkChecks } from './network-checks.ts'
import { type StorePart, storeChecks } from './store-facts.ts'

/** Clock and identifiers, and the key that licences are checked with. */
interface OtherPart {
  readonly ports: { readonly now: () => string; readonly newId: (prefix: string) => string }
  readonly licence?: { readonly vendorKey: unknown }
}

/** All that a server is given, as far as it can be dangerous. */
export interface Configuration
  extends HostPart,
    StorePart,
    IdentityPart,
    AccessPart,
    NetworkPart,
    OtherPart {}

/** A server may be made a while after its machine was looked at. */
const DRIFT_SECONDS = 600

const secretPart = (key: unknown): boolean =>
  typeof key === 'string'
    ? key.includes('PRIVATE KEY')
    : typeof key === 'object' && key !== null && 'd' in key

const isVendorKey = (key: unknown): boolean => {
  if (typeof key === 'string') return key.includes('BEGIN PUBLIC KEY')
  const { kty, crv } = (key ?? {}) as { readonly kty?: unknown; readonly crv?: unknown }
  return kty === 'OKP' && crv === 'Ed25519'
}

const otherChecks: Checks<OtherPart & HostPart> = {
  'ports.clock_invented': ({ ports, host }) => {
    if (!host) return undefined
    const seconds = Math.round(Math.abs(Date.parse(ports.now()) - Date.parse(host.now)) / 1_000)
    return !(seconds <= DRIFT_SECONDS) && { seconds: String(seconds) }
  },
  'ports.ids_guessable': ({ ports }) => {
    const [one, other] = [ports.newId('req'), ports.newId('req')]
    return one === other || one.length < 20
  },
  'licence.key_private': ({ licence }) => licence !== undefined && secretPart(licence.vendorKey),
  'licence.key_unreadable': ({ licence }) =>
    licence !== undefined && !secretPart(licence.vendorKey) && !isVendorKey(licence.vendorKey),
}

/** Every danger in what a server is given; what is only in the database is for `databaseDangers`. */
export const dangersOf = (configuration: Configuration): readonly Danger[] => [
  ...lookFor(hostChecks, configuration),
  ...lookFor(storeChecks, configuration),
  ...lookFor(identityChecks, configuration),
  ...lookFor(accessChecks, configuration),
  ...lookFor(networkChecks, configuration),
  ...lookFor(otherChecks, configuration),
]
