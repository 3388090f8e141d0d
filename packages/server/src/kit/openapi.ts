import { type Contract, Criteria, type Endpoint, type EndpointDocs, Problem } from '@crm/core'
import * as z from 'zod/mini'

type Json = Record<string, unknown>

/** Shapes that refer to themselves, by the name they have in the document. */
const named = z.registry<{ readonly id: string }>()
named.add(Criteria, { id: 'Criteria' })

const schemaOf = (schema: z.ZodMiniType, io: 'input' | 'output'): Json => {
  const made = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io,
    unrepresentable: 'any',
    metadata: named,
  }) as Json
  return inDocument(made)
}

/** A schema as it stands inside the document: named shapes are in its components, not in its own. */
function inDocument(schema: Json): Json {
  const { $schema: _dialect, $defs: _defs, id: _id, ...rest } = schema
  return JSON.parse(JSON.stringify(rest).replaceAll('"#/$defs/', '"#/components/schemas/')) as Json
}

/** The named shape itself, for the components; in it, it refers to itself by its name. */
function criteriaSchema(): Json {
  const holder = z.toJSONSchema(z.strictObject({ criteria: Criteria }), { metadata: named }) as {
    $defs: Record<string, Json>
  }
  return inDocument(holder.$defs.Criteria ?? {})
}

function parametersOf(endpoint: Endpoint): Json[] {
  const of = (place: 'path' | 'query', schema: z.ZodMiniType | undefined): Json[] => {
    if (!schema) return []
    const { properties = {}, required = [] } = schemaOf(schema, 'input') as {
      properties?: Record<string, Json>
      required?: string[]
    }
    return Object.entries(properties).map(([name, part]) => ({
      name,
      in: place,
      required: place === 'path' || required.includes(name),
      schema: part,
    }))
  }
  const header = (name: string, description: string): Json => ({
    name,
    in: 'header',
    required: true,
    description,
    schema: { type: 'string' },
  })
  return [
    ...of('path', endpoint.params),
    ...of('query', endpoint.query),
    ...(endpoint.writes
      ? [header('Idempotency-Key', 'One key per intended write; a retry sends the same key.')]
      : []),
    ...(endpoint.expects === 'version'
      ? [header('If-Match', 'The version you saw, as `"v3"`.')]
      : []),
  ]
}

function operationOf(room: string, name: string, endpoint: Endpoint, docs: EndpointDocs): Json {
  const codes = [...endpoint.errors].sort()
  const status = endpoint.expects === 'new' ? '201' : '200'
  return {
    operationId: `${room}.${name}`,
    tags: [room],
    summary: docs.summary.en,
    description: docs.summary.zh,
    'x-entitlement': endpoint.needs,
    'x-error-codes': codes,
    parameters: parametersOf(endpoint),
    ...(endpoint.body && {
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: schemaOf(endpoint.body, 'input'),
            example: docs.example.body,
          },
        },
      },
    }),
    responses: {
      [status]: {
        description: 'As asked.',
        content: {
          'application/json': {
            schema: schemaOf(endpoint.returns, 'output'),
            example: docs.example.returns,
          },
        },
      },
      default: {
        description: `A problem (RFC 9457).${codes.length ? ` Its own codes: ${codes.join(', ')}.` : ''}`,
        content: {
          'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
        },
      },
    },
  }
}

const events: Json = {
  get: {
    operationId: 'events',
    tags: ['kit'],
    summary: 'What changes, as server-sent events; resumes after Last-Event-ID',
    description: '变更事件流,可从 Last-Event-ID 续传',
    'x-entitlement': 'event:read',
    parameters: [
      { name: 'Last-Event-ID', in: 'header', required: false, schema: { type: 'string' } },
    ],
    responses: {
      200: {
        description: 'A stream of `changed` events.',
        content: { 'text/event-stream': { schema: { type: 'string' } } },
      },
    },
  },
}

/** The contracts of all rooms as one OpenAPI 3.1 document. */
export function openApi(
  contracts: Readonly<Record<string, Contract>>,
  docs: Readonly<Record<string, Readonly<Record<string, EndpointDocs>>>>,
  { version = '0.0.0' }: { readonly version?: string } = {},
): Json {
  const paths: Record<string, Json> = { '/events': events }
  for (const [room, contract] of Object.entries(contracts))
    for (const [name, endpoint] of Object.entries(contract)) {
      const path = endpoint.path.replace(/:(\w+)/g, '{$1}')
      const operation = operationOf(room, name, endpoint, docs[room]![name]!)
      paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation }
    }
  return {
    openapi: '3.1.0',
    info: {
      title: 'CRM for rural commercial banks',
      version,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }],
    tags: ['kit', ...Object.keys(contracts)].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: { Criteria: criteriaSchema(), Problem: schemaOf(Problem, 'output') },
    },
  }
}
