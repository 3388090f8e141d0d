import type { AuthorityLine, BackupFacts, Policy, Principal } from '@crm/core'
import type { LicenceOptions } from './access/licence.ts'
import type { ApprovalKind } from './kit/approval-kind.ts'
import type { Frame } from './kit/call.ts'
import type { HostFacts } from './kit/configuration/host.ts'
import type { AddressRules } from './kit/limits/addresses.ts'
import type { CrowdLimits } from './kit/limits/crowd.ts'
import type { SecurityEvent } from './kit/limits/guard.ts'
import type { Limits } from './kit/limits/limits.ts'
import type { FaultLog } from './kit/problem.ts'
import type { Ports } from './kit/session.ts'
import type { Soundness } from './kit/store/soundness.ts'
import type { Store } from './kit/store/store.ts'

/** How a host makes the CRM its own. */
export interface ServerOptions {
  readonly store: Store
  /** Who is asking? The host decides; no passwords are kept here. Nobody: `undefined`. */
  readonly authenticate: (request: Request) => Promise<Principal | undefined>
  /** Where the host mounts it, `/crm`; requests outside it are not found. */
  readonly basePath?: string
  /** The rooms that are switched on; all, when left out. */
  readonly modules?: readonly string[]
  /** The vendor's licence; when left out, everything is on and nobody is counted. */
  readonly licence?: LicenceOptions
  /** Who sees what; the shipped roles when left out. Tried on their own tests before use. */
  readonly policies?: readonly Policy[]
  /**
   * Answer callers as the app role under row-level security; `installRowSecurity` comes first. For
   * PostgreSQL: an embedded store has one user, who sees everything.
   */
  readonly rowSecurity?: boolean
  /** Who may agree to what; the shipped matrix when left out. */
  readonly authority?: readonly AuthorityLine[]
  /** How what is agreed to is carried out, by kind, beside what the rooms bring. */
  readonly approvalKinds?: Readonly<Record<string, ApprovalKind>>
  /** How much one person may ask and see; the shipped limits for what is left out. */
  readonly limits?: Partial<Limits>
  /** How many requests this process answers at once; the shipped limits for what is left out. */
  readonly crowd?: Partial<CrowdLimits>
  /** From which addresses calls are taken; needs `addressOf`. */
  readonly addresses?: AddressRules
  /** A stream for the bank's SIEM: refusals, limits, failed sign-ins, as they happen. */
  readonly onSecurityEvent?: (event: SecurityEvent) => void
  /**
   * What is known of the store's soundness: the one that `watchStore` of `@crm/server/node` reports to.
   * Once damage was found, every write is refused.
   */
  readonly soundness?: Soundness
  /** Other origins whose pages may call. */
  readonly origins?: readonly string[]
  readonly ports?: Ports
  /** The caller's network address, where the host can vouch for it; for the record and for limits. */
  readonly addressOf?: (request: Request) => string
  readonly log?: FaultLog
  /** What to do with an answer that breaks its own schema: fail (tests) or log it and send it. */
  readonly responses?: Frame['responses']
  /** What the host knows of its backups: `backupStanding({ folder })` of `@crm/server/node`. */
  readonly backups?: () => Promise<BackupFacts>
  /** False leaves out the record of reads: only for measuring what that record costs. */
  readonly auditReads?: boolean
  /**
   * Production refuses what is dangerous, each by name. `NODE_ENV=production` asks for the same;
   * neither can be talked out of it.
   */
  readonly mode?: 'production'
  /** What `inspectHost()` of `@crm/server/node` found; production asks for it. */
  readonly host?: HostFacts
  /** A pilot branch that goes into production on the embedded store, and knows what a power cut costs. */
  readonly allowEmbedded?: boolean
}

/** The running CRM. */
export interface CrmServer {
  /** Answers any request under the base path. */
  readonly fetch: (request: Request) => Promise<Response>
  /** Tell the event streams that something was committed outside of `fetch`. */
  readonly announce: () => void
  /**
   * In production, look once whether the database is as it has to be; every call waits for it.
   *
   * @throws `config.refused` with every danger by name
   */
  readonly ready: () => Promise<void>
  /** Every path answered, as `GET /customers/:id`. */
  readonly routes: readonly string[]
}
