import type { Check, Checks, DangerFacts } from './danger.ts'
import { floors, floorsAsOf, isBefore, nodeEnds, oldestNode } from './floors.ts'

/** What is known of the process and its machine; `inspectHost` gathers it on Node. */
export interface HostFacts {
  readonly nodeVersion: string
  /** What Node was started with, `NODE_OPTIONS` too. */
  readonly flags: readonly string[]
  /** Only the variables that change how Node behaves. */
  readonly variables: Readonly<Record<string, string | undefined>>
  /** Who the process runs as; absent where the machine has no numbers for users. */
  readonly userId?: number
  /** The machine's own clock. */
  readonly now: string
  /** The packages that serve, with the versions that were really loaded. */
  readonly packages: Readonly<Record<string, string>>
}

/** What the machine's dangers are looked for in. */
export interface HostPart {
  readonly host?: HostFacts | undefined
}

const flagged =
  (pattern: RegExp): Check<HostPart> =>
  ({ host }) => {
    const flag = host?.flags.find((one) => pattern.test(one))
    return flag !== undefined && { flag: flag.split('=')[0]! }
  }

const nodeLine = (version: string): number => Number(version.replace(/^v/, '').split('.')[0])

/** Dangers of the machine and of how the process was started. */
export const hostChecks: Checks<HostPart> = {
  'host.not_inspected': ({ host }) => host === undefined,
  'host.node_too_old': ({ host }) =>
    host && isBefore(host.nodeVersion, oldestNode)
      ? { version: host.nodeVersion, least: oldestNode }
      : undefined,
  'host.node_end_of_life': ({ host }) => {
    if (!host || isBefore(host.nodeVersion, oldestNode)) return undefined
    const line = nodeLine(host.nodeVersion)
    // A line newer than this list is not known to have ended.
    if (line > Math.max(...Object.keys(nodeEnds).map(Number))) return undefined
    const ended = nodeEnds[line] ?? 'long ago'
    return !nodeEnds[line] || host.now.slice(0, 10) > ended
      ? { version: host.nodeVersion, ended }
      : undefined
  },
  'host.dependency_known_bad': ({ host }) =>
    floors.flatMap(({ name, floor, advisory }): DangerFacts[] => {
      const version = host?.packages[name]
      return version !== undefined && isBefore(version, floor)
        ? [{ name, version, floor, advisory }]
        : []
    }),
  'host.tls_unchecked': ({ host }) => host?.variables.NODE_TLS_REJECT_UNAUTHORIZED === '0',
  'host.tls_min_low': flagged(/^--(tls-min-v1\.[01]|tls-max-v1\.[01]|openssl-legacy-provider)\b/),
  'host.tls_keys_logged': flagged(/^--(tls-keylog|trace-tls)\b/),
  'host.insecure_parser': flagged(/^--insecure-http-parser\b/),
  'host.inspector_open': flagged(/^--(inspect|debug)\b/),
  'host.memory_dumped': flagged(/^--(heapsnapshot-|heap-prof|report-)/),
  'host.debug_output': ({ host }) => {
    const name = ['NODE_DEBUG', 'NODE_DEBUG_NATIVE'].find((one) => host?.variables[one])
    return name !== undefined && { name }
  },
  'host.root': ({ host }) => host?.userId === 0,
  'host.clock_behind': ({ host }) =>
    host && host.now.slice(0, 10) < floorsAsOf
      ? { now: host.now, released: floorsAsOf }
      : undefined,
}
