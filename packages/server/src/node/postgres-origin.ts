import pg from 'pg'
import type { StoreOrigin } from '../kit/configuration/store-facts.ts'

const SHORTEST_PASSWORD = 12

/** What is tried first on any database. */
const wellKnown =
  /^(postgres|postgresql|password|passw0rd|admin|administrator|changeme|crm|secret)+\d*!*$/i

const isWeak = (password: unknown, user: string): boolean =>
  typeof password === 'string' &&
  (password.length < SHORTEST_PASSWORD || password === user || wellKnown.test(password))

/** How `pg` itself understands a configuration: environment variables and the URL's options included. */
export function serverOf(config: pg.PoolConfig): NonNullable<StoreOrigin['server']> {
  const client = new pg.Client(config)
  const { host, user = '' } = client
  const ssl: unknown = client.ssl
  const unverified =
    typeof ssl === 'object' &&
    ssl !== null &&
    'rejectUnauthorized' in ssl &&
    ssl.rejectUnauthorized === false
  return {
    host,
    user,
    tls: !ssl ? 'off' : unverified ? 'unverified' : 'verified',
    // A password that a function fetches is not known here, and neither is a certificate's.
    weakPassword: isWeak(client.password, user),
  }
}
