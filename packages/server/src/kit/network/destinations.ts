import { guardErrors } from '@crm/core'
import { type Address, inRanges, type Range, readAddress, readRange } from './address.ts'

/** Another system that the bank lets this one call. */
export interface Destination {
  /** As in its URL, in lower case: `sms.bank.cn`, or an address. No star. */
  readonly host: string
  /** 443, unless given. */
  readonly port?: number
  /** Only for tests and for a sidecar on the same machine; `https`, unless given. */
  readonly scheme?: 'https' | 'http'
  /** Addresses inside the bank where it may be found, in CIDR form; public ones, unless given. */
  readonly ranges?: readonly string[]
}

/** Not for the public: IANA's special-purpose registries for IPv4, and Azure's own host address. */
const notPublicV4 = `0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12
  192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24
  203.0.113.0/24 224.0.0.0/4 240.0.0.0/4 168.63.129.16`
  .split(/\s+/)
  .map(readRange)

/** All of IPv6 that is given out to anybody at all … */
const globalV6 = readRange('2000::/3')
/** … less what carries an IPv4 address inside (Teredo, 6to4), and documentation. */
const notPublicV6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'].map(readRange)

/** Where clouds hand out keys to whoever asks from inside: never, whatever a list says. */
const metadata = [
  '169.254.169.254',
  '169.254.170.2',
  '100.100.100.200',
  '168.63.129.16',
  'fd00:ec2::254',
].map(readRange)

/** May anybody on the internet have this address? */
const isPublic = (address: Address): boolean =>
  address.length === 4
    ? !inRanges(address, notPublicV4)
    : inRanges(address, [globalV6]) && !inRanges(address, notPublicV6)

/** A destination that was looked up in the list. */
export interface Listed {
  readonly url: URL
  /** To connect to: without the brackets of IPv6. */
  readonly host: string
  readonly port: number
  /** May the host be at this address? */
  readonly mayBeAt: (address: string) => boolean
}

/**
 * The bank's list of other systems, read once. Whoever names a URL, an administrator too, cannot make
 * the server call what is not on it.
 */
export class Destinations {
  readonly #known: readonly (Destination & { readonly inside: readonly Range[] | undefined })[]

  /** @throws TypeError for a range with a slip in it */
  constructor(list: readonly Destination[]) {
    this.#known = list.map((one) => ({ ...one, inside: one.ranges?.map(readRange) }))
  }

  /** @throws `outbound.destination_refused` with why: `url`, `spelling`, `host` */
  find(text: string): Listed {
    const url = readUrl(text)
    const host = url.hostname.replace(/^\[|\]$/g, '')
    const scheme = url.protocol.slice(0, -1)
    const port = url.port === '' ? (scheme === 'https' ? 443 : 80) : Number(url.port)
    const known = this.#known.find(
      (one) =>
        one.host === host &&
        (one.scheme ?? 'https') === scheme &&
        (one.port ?? (scheme === 'https' ? 443 : 80)) === port,
    )
    if (!known) throw guardErrors.destinationRefused('host')
    return { url, host, port, mayBeAt: (address) => mayBeAt(address, known.inside) }
  }
}

function mayBeAt(text: string, inside: readonly Range[] | undefined): boolean {
  const address = readAddress(text)
  if (!address || inRanges(address, metadata)) return false
  return inside ? inRanges(address, inside) : isPublic(address)
}

/** One spelling only: what another parser could take for another host is not sent anywhere. */
function readUrl(text: string): URL {
  if (!URL.canParse(text)) throw guardErrors.destinationRefused('url')
  const url = new URL(text)
  const start = `${url.protocol}//${url.hostname}`
  const next = text.charAt(start.length)
  if (!text.startsWith(start) || !['', ':', '/', '?', '#'].includes(next))
    throw guardErrors.destinationRefused('spelling')
  if (url.username !== '' || url.password !== '') throw guardErrors.destinationRefused('spelling')
  return url
}
