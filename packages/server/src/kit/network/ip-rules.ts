import { guardErrors } from '@crm/core'
import { type Address, inRanges, type Range, readAddress, readRange } from './address.ts'

/** Who may come in, by address, in CIDR form. */
export interface IpRuleLists {
  /** Only these; everybody, when left out. */
  readonly allow?: readonly string[]
  /** Never these, allowed or not. */
  readonly deny?: readonly string[]
}

/** A bank's lists of addresses, read once. */
export class IpRules {
  readonly #allow: readonly Range[] | undefined
  readonly #deny: readonly Range[]

  /** @throws TypeError for a list with a slip in it: better no start than an open door */
  constructor({ allow, deny = [] }: IpRuleLists) {
    this.#allow = allow?.map(readRange)
    this.#deny = deny.map(readRange)
  }

  /** May this address come in? What is not an address may not. */
  allows(text: string): boolean {
    const address = readAddress(text)
    if (!address || inRanges(address, this.#deny)) return false
    return this.#allow === undefined || inRanges(address, this.#allow)
  }

  /** Like `allows`, as a failure. @throws `request.address_denied` */
  hold(text: string): void {
    if (!this.allows(text)) throw guardErrors.addressDenied()
  }
}

/**
 * What a limit by address counts by: the address, and in IPv6 its network of 64 bits, since whoever has
 * one address there has all of them.
 */
export function addressKey(text: string): string {
  const address = readAddress(text)
  if (address?.length !== 16) return address ? addressText(address) : text
  return addressText([...address.slice(0, 8), ...new Array<number>(8).fill(0)])
}

/** Addresses of one chain that are looked at; a longer header was made up. */
const MOST_HOPS = 20

/**
 * Where a request comes from. A header can be made up, so `X-Forwarded-For` is read only from a proxy
 * of the list, and only back to the first address that no listed proxy vouches for.
 *
 * @param peer the other end of the connection, as the socket says
 * @param trustedProxies the bank's own proxies, in CIDR form
 */
export function clientAddress(
  request: { readonly headers: Headers },
  peer: string,
  trustedProxies: readonly string[],
): string {
  const trusted = trustedProxies.map(readRange)
  let known = readAddress(peer)
  if (!known || !inRanges(known, trusted)) return known ? addressText(known) : peer

  const hops = (request.headers.get('x-forwarded-for') ?? '').split(',').slice(-MOST_HOPS)
  for (const hop of hops.reverse()) {
    const address = readHop(hop.trim())
    // What a proxy passed on and nobody can read is no reason to believe what stands before it.
    if (!address) break
    known = address
    if (!inRanges(address, trusted)) break
  }
  return addressText(known)
}

/** Some proxies add the port: `10.1.2.3:5678`, `[fd00::1]:5678`. */
function readHop(text: string): Address | undefined {
  const [, bracketed] = /^\[([^\]]+)\](?::\d{1,5})?$/.exec(text) ?? []
  if (bracketed !== undefined) return readAddress(bracketed)
  const [, v4] = /^([\d.]+):\d{1,5}$/.exec(text) ?? []
  return readAddress(v4 ?? text)
}

/** One address, one spelling: it is a key of limits. */
function addressText(address: Address): string {
  if (address.length === 4) return address.join('.')
  const groups: string[] = []
  for (let at = 0; at < 16; at += 2)
    groups.push((((address[at] ?? 0) << 8) | (address[at + 1] ?? 0)).toString(16))
  return groups.join(':')
}
