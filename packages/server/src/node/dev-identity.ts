import { CrmError, type Principal, StaffId } from '@crm/core'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose'
import { authenticateJwt } from '../kit/authenticate-jwt.ts'
import { describeIdentity } from '../kit/configuration/identity.ts'
import type { Store } from '../kit/store/store.ts'

/** An identity provider for demonstrations: one signs in as anybody, without a password. */
export interface DevIdentity {
  /** For `createServer`: verifies the tokens that this provider signs. */
  readonly authenticate: (request: Request) => Promise<Principal | undefined>
  /** Answers `GET …/people` and `POST …/sign-in { staffId, stepUp?, jwk? }`; nothing else. */
  readonly fetch: (request: Request) => Promise<Response>
}

/** What is posted to `sign-in`. */
interface Asked {
  readonly staffId?: unknown
  /** True plays a second factor; a real provider asks for one. */
  readonly stepUp?: unknown
  /** The public half of the browser's proof key: the token is bound to it. */
  readonly jwk?: JWK
}

const ISSUER = 'urn:crm:dev-identity'
const AUDIENCE = 'urn:crm:api'
const MINUTES = 5

const answer = (status: number, body: unknown): Response =>
  Response.json(body, { status, headers: { 'cache-control': 'no-store' } })

/**
 * Make a development identity provider with a key of its own, gone when the process ends.
 *
 * @throws `config.dev_identity_in_production` where `NODE_ENV` is `production`
 */
export async function createDevIdentity(store: Store, bankId: string): Promise<DevIdentity> {
  if (process.env.NODE_ENV === 'production')
    throw new CrmError(
      'config.dev_identity_in_production',
      500,
      'The development identity provider lets anybody in; production needs the bank’s own.',
    )
  const { publicKey, privateKey } = await generateKeyPair('ES256')
  const kid = (await exportJWK(publicKey)).x ?? ''

  const people = () =>
    store.db
      .selectFrom('staff')
      .innerJoin('branch', (join) =>
        join
          .onRef('branch.bank_id', '=', 'staff.bank_id')
          .onRef('branch.branch_id', '=', 'staff.branch_id'),
      )
      .select(['staff.staff_id as staffId', 'staff.name', 'staff.roles', 'branch.name as branch'])
      .where('staff.bank_id', '=', bankId)
      .where('staff.active', '=', true)
      .orderBy('staff.staff_id')
      .execute()

  async function signIn(request: Request): Promise<Response> {
    const body = (await request.json().catch(() => undefined)) as Asked | undefined
    const staffId = StaffId.safeParse(body?.staffId)
    const known = (await people()).find((person) => person.staffId === staffId.data)
    if (!known) return answer(404, { title: 'Nobody of that name works here.' })
    const stepUp = body?.stepUp === true
    const bound = body?.jwk && { cnf: { jkt: await calculateJwkThumbprint(body.jwk) } }
    const token = await new SignJWT({
      tid: bankId,
      sid: crypto.randomUUID(),
      acr: stepUp ? '2' : '1',
      auth_time: Math.floor(Date.now() / 1_000),
      ...bound,
    })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid })
      .setSubject(known.staffId)
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setIssuedAt()
      .setExpirationTime(`${MINUTES}m`)
      .sign(privateKey)
    return answer(200, { token, person: known })
  }

  return {
    authenticate: describeIdentity(
      authenticateJwt({ keys: publicKey, issuer: ISSUER, audience: AUDIENCE }),
      { kind: 'development' },
    ),
    async fetch(request) {
      const { pathname } = new URL(request.url)
      if (request.method === 'GET' && pathname.endsWith('/people'))
        return answer(200, await people())
      if (request.method === 'POST' && pathname.endsWith('/sign-in')) return signIn(request)
      return answer(404, { title: 'There is no such page.' })
    },
  }
}
