import { type Address, inRanges, readAddress, readRange } from '../network/address.ts'

/** An address as it may stand in a header: in brackets, with a zone. */
const addressOf = (text: string): Address | undefined =>
  readAddress(text.replace(/^\[|\]$/g, '').split('%', 1)[0] ?? '')

/**
 * Whether an address is within one of these ranges, `10.2.0.0/16` or one address; what is no address is
 * within none, and one of IPv4 in IPv6 clothes is the one of IPv4.
 *
 * @throws TypeError for a range with a slip in it
 */
export function addressSet(ranges: readonly string[]): (address: string) => boolean {
  const read = ranges.map(readRange)
  return (text) => {
    const address = addressOf(text)
    return address !== undefined && inRanges(address, read)
  }
}

/** Who may call from where. A deny wins; where anything is allowed by name, nothing else is. */
export interface AddressRules {
  readonly allow?: readonly string[]
  readonly deny?: readonly string[]
}

/** The rules as a question. An address that is not known passes only where nothing is allowed by name. */
export function addressGate({ allow = [], deny = [] }: AddressRules): (address: string) => boolean {
  const allowed = addressSet(allow)
  const denied = addressSet(deny)
  return (address) => !denied(address) && (allow.length === 0 || allowed(address))
}

/**
 * The caller's address behind proxies that are known: the rightmost of `X-Forwarded-For` that is none
 * of them. What anybody else writes into that header counts for nothing.
 */
export function clientAddress(
  peer: string,
  forwardedFor: string | null,
  isProxy: (address: string) => boolean,
): string {
  let address = peer
  for (const hop of (forwardedFor ?? '').split(',').reverse()) {
    if (!isProxy(address) || hop.trim() === '') return address
    if (!addressOf(hop.trim())) return address
    address = hop.trim()
  }
  return address
}
