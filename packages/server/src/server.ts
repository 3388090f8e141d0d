import {
  accessErrors,
  authorityDefaults,
  checkPolicies,
  isCrmError,
  kitErrors,
  may,
  shippedPolicies,
} from '@crm/core'
import { type Context, Hono } from 'hono'
import { LicenceDesk } from './access/licence-desk.ts'
import { shippedKinds } from './approvals/kinds.ts'
import { ownershipKinds } from './customers/ownership-save.ts'
import { ReadLog } from './kit/audit/read-log.ts'
import { answerCall, type Frame } from './kit/call.ts'
import { dangersOf } from './kit/configuration/configuration.ts'
import { isProduction, refuse } from './kit/configuration/danger.ts'
import { databaseDangers } from './kit/configuration/database.ts'
import { notReady, readiness } from './kit/configuration/readiness.ts'
import { Directory, type Presence } from './kit/directory.ts'
import { Bell, eventStream } from './kit/events.ts'
import { requestIdOf, secureHeaders } from './kit/headers.ts'
import { isCrossSite } from './kit/limits/cross-site.ts'
import { Crowd, defaultCrowd } from './kit/limits/crowd.ts'
import { RowBudget } from './kit/limits/daily.ts'
import { Guard, type SecurityEvent } from './kit/limits/guard.ts'
import { defaultLimits } from './kit/limits/limits.ts'
import { openApi } from './kit/openapi.ts'
import { systemPorts } from './kit/ports.ts'
import { consoleLog, problemOf } from './kit/problem.ts'
import { policyColumns } from './kit/scope-sql.ts'
import { Soundness } from './kit/store/soundness.ts'
import { migrations } from './migrations/index.ts'
import { contractDocs, contracts, rooms } from './rooms.ts'
import type { CrmServer, ServerOptions } from './server-options.ts'

const ALWAYS_ON = ['access', 'approvals']

/** Failures that the security office hears of. */
const alarming: Readonly<Record<string, SecurityEvent['kind']>> = {
  'access.denied': 'denied',
  'access.too_many_requests': 'rate-limited',
  'access.budget_spent': 'budget-spent',
  'access.step_up_required': 'step-up-asked',
}

/** An address with only those words in it that stand in a route: others may be somebody's number. */
function routeWords(routes: readonly string[], path: string): string {
  const known = new Set(routes.flatMap((route) => route.split(/[ /]/)))
  const parts = path.slice(0, 200).split('/')
  return parts.map((part) => (known.has(part) ? part : '…')).join('/')
}

type Env = { Variables: { requestId: string } }

/**
 * The whole CRM as one `fetch` handler, to mount wherever the host serves HTTP.
 *
 * @throws `config.refused` in production, with every dangerous setting by name
 */
export function createServer(options: ServerOptions): CrmServer {
  const { store, authenticate, basePath = '/', origins = [], log = consoleLog } = options
  const policies = checkPolicies(options.policies ?? shippedPolicies, policyColumns)
  const ports = options.ports ?? systemPorts
  const directory = new Directory(store, policies, ports.now)
  const bell = new Bell()
  const wanted = options.modules ?? rooms.map(({ name }) => name)
  const modules = [...new Set([...ALWAYS_ON, ...wanted])]
  const desk = options.licence && new LicenceDesk(options.licence, { store, ports, log })
  const guard = new Guard({ ...defaultLimits, ...options.limits }, options.addresses)
  const authority = options.authority ?? authorityDefaults
  const production = isProduction(options.mode)
  if (production)
    refuse(dangersOf({ ...options, policies, authority, ports, limits: guard.limits }))
  const crowd = new Crowd({ ...defaultCrowd, ...options.crowd }, (refused) =>
    log.error('server.overloaded', { refused }),
  )
  const tellSecurity = options.onSecurityEvent ?? (() => undefined)
  const addressOf = options.addressOf ?? (() => '')
  const soundness = options.soundness ?? new Soundness()
  soundness.onDamage((facts) => {
    log.error('store.damaged', { ...facts })
    tellSecurity({
      kind: 'store-damaged',
      at: ports.now(),
      address: '',
      requestId: '',
      facts: { ...facts },
    })
  })
  const frame: Frame = {
    store,
    directory,
    modules,
    licensing: desk,
    guard,
    crowd,
    approvals: {
      kinds: { ...shippedKinds, ...ownershipKinds, ...options.approvalKinds },
      authority,
    },
    budget: new RowBudget(),
    onSecurityEvent: tellSecurity,
    rowSecurity: options.rowSecurity ?? false,
    ports,
    log,
    responses: options.responses ?? 'log',
    onCommitted: () => bell.ring(),
    addressOf,
    ...(options.backups && { backups: options.backups }),
    readLog: new ReadLog(store),
    auditReads: options.auditReads ?? true,
  }
  const app = new Hono<Env>({ strict: true }).basePath(basePath)
  const routes: string[] = []
  const document = JSON.stringify(openApi(contracts, contractDocs))

  const alarm = (
    kind: SecurityEvent['kind'],
    request: Request,
    requestId: string,
    facts: SecurityEvent['facts'] = {},
    who: Pick<SecurityEvent, 'bankId' | 'staffId'> = {},
  ) =>
    tellSecurity({ kind, at: ports.now(), address: addressOf(request), requestId, facts, ...who })

  const presenceOf = async (request: Request, requestId: string): Promise<Presence> => {
    const address = addressOf(request)
    const refused = guard.refuseAddress(address)
    if (refused) {
      alarm(refused.status === 429 ? 'rate-limited' : 'address-refused', request, requestId)
      throw refused
    }
    if (isCrossSite(request, origins)) {
      alarm('cross-site', request, requestId)
      throw accessErrors.notSignedIn()
    }
    const principal = await authenticate(request)
    const presence = principal && (await directory.find(principal))
    if (!presence) {
      guard.failedSignIn(address)
      alarm('sign-in-failed', request, requestId)
      throw accessErrors.notSignedIn()
    }
    return presence
  }

  app.use(secureHeaders(origins))
  app.use(async (c, next) => {
    c.set('requestId', requestIdOf(c.req.raw, ports.newId))
    await next()
    c.res.headers.set('x-request-id', c.get('requestId'))
  })
  app.onError((error, c) => {
    if (isCrmError(error) && error.code === 'store.corrupted')
      soundness.report({ where: String(error.context.where), places: 1 })
    return problemOf(error, c.get('requestId') ?? ports.newId('req'), log)
  })
  app.notFound((c) => {
    const unknown = kitErrors.unknownRoute(c.req.method, routeWords(routes, c.req.path))
    return problemOf(unknown, c.get('requestId') ?? ports.newId('req'), log)
  })

  app.get('/health', async (c) => {
    const health = await store.health()
    if (health.status === 'up')
      return c.json({ ...health, ...(soundness.damage && { writes: 'refused' }) })
    return c.json({ status: 'down', code: health.error.code }, 503)
  })
  app.get('/openapi.json', (c) => c.body(document, 200, { 'content-type': 'application/json' }))
  app.get('/events', async (c) => {
    const presence = await presenceOf(c.req.raw, c.get('requestId'))
    if (!may(presence.caller, 'event:read')) throw accessErrors.denied('event:read')
    await desk?.admit(presence.caller, { writes: false, essential: false })
    const last = c.req.header('last-event-id')
    const position = last && /^\d{1,20}\.\d{1,20}$/.test(last) ? last : undefined
    const source = { store, directory, bell }
    return c.body(eventStream(source, presence, position, c.req.raw.signal), 200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'x-accel-buffering': 'no',
    })
  })

  for (const { name: room, contract, handlers } of rooms)
    for (const [name, endpoint] of Object.entries(contract)) {
      const handler = handlers[name]
      if (!handler) throw new Error(`${room}.${name} has no handler`)
      const deed = { action: `${room}.${name}`, endpoint, handler }
      const { writes = false, essential = false } = endpoint
      routes.push(`${endpoint.method} ${endpoint.path}`)
      const answer = async (c: Context<Env>) => {
        const requestId = c.get('requestId')
        const presence = await presenceOf(c.req.raw, requestId)
        if (!modules.includes(room)) throw accessErrors.moduleOff(room)
        await desk?.admit(presence.caller, { room, writes, essential })
        if (writes) soundness.expectSound()
        try {
          return await answerCall(frame, deed, c, presence, requestId)
        } catch (error) {
          const kind = isCrmError(error) ? alarming[error.code] : undefined
          if (kind)
            alarm(
              kind,
              c.req.raw,
              requestId,
              { action: deed.action },
              {
                bankId: presence.caller.bankId,
                staffId: presence.caller.staffId,
              },
            )
          throw error
        }
      }
      app.on(endpoint.method, endpoint.path, (c) =>
        crowd.admit(
          () => answer(c),
          () => c.req.raw.signal,
        ),
      )
    }

  const ready = readiness(production, () =>
    databaseDangers(store, {
      policies,
      rowSecurity: frame.rowSecurity,
      migrations: migrations.map(({ id }) => id),
    }),
  )
  return {
    async fetch(request) {
      try {
        await ready()
      } catch (error) {
        return problemOf(notReady(error), ports.newId('req'), log)
      }
      return app.fetch(request)
    },
    ready,
    announce: () => bell.ring(),
    routes,
  }
}
