// Who may import whom. Two ordered lists are the whole architecture; this holds every import to them.
import { posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { importsOf, isTest, packageSources, report } from './kit/sources.mjs'

/** What each floor may stand on, and the outside packages its work needs. */
export const floors = {
  core: { on: [], outside: ['zod'] },
  client: { on: ['core'], outside: ['zod', 'ky', 'eventemitter3', 'eventsource-parser'] },
  react: {
    on: ['core', 'client'],
    outside: ['react', 'react-dom', '@tanstack/react-query', '@tanstack/react-virtual'],
  },
  server: {
    on: ['core'],
    outside: [
      'zod',
      'hono',
      'kysely',
      'jose',
      'canonicalize',
      'csv-parse',
      'iconv-lite',
      'opencc-js/t2cn',
      'pinyin-pro',
      'secure-json-parse',
      'sm-crypto-v2',
    ],
  },
  testing: { on: ['core', 'client', 'server'], outside: ['msw', '@electric-sql/pglite'] },
}

/** The rooms, in order: each may look only at those before it. */
export const rooms = [
  'kit',
  'access',
  'approvals',
  'sources',
  'customers',
  'holdings',
  'interactions',
  'insights',
  'scores',
  'segments',
  'campaigns',
  'reminders',
  'service',
  'risk',
  'lending',
  'villages',
  'performance',
  'desk',
]

/** The files by which a room is entered. On the server a room is what it stores; its routes are its own. */
const doors = {
  core: ['index.ts'],
  client: ['index.ts', 'resource.ts'],
  react: ['index.ts', 'hooks.ts'],
  server: ['index.ts', 'store.ts', 'row.ts', 'tables.ts'],
  testing: ['index.ts'],
}

/** Only these places may speak to the machine they run on. */
const onNode = /^packages\/(server\/src\/node|testing)\//
const machine = /^(node:|pg$|pg\/|@electric-sql\/|@hono\/node-server)/
const forTests =
  /^(node:|vitest|fast-check|happy-dom|msw|axe-core|jose$|@testing-library\/|@electric-sql\/|pg$)/

const partsOf = (path) => {
  const [, floor, top, room, ...rest] = path.split('/')
  return { floor, top, room: rest.length > 0 ? room : undefined, piece: rest.join('/') }
}

function faultOfOutside(here, from, path) {
  if (isTest(path) && forTests.test(from)) return undefined
  if (machine.test(from) && onNode.test(path)) return undefined
  if (machine.test(from))
    return 'only packages/server/src/node and testing may speak to the machine'
  const known = floors[here.floor].outside
  if (known.some((name) => from === name || from.startsWith(`${name}/`))) return undefined
  return `${here.floor} does not use this package`
}

function faultOfFloor(here, from, path) {
  const [, other, way = ''] = from.match(/^@crm\/([a-z]+)(?:\/(.*))?$/) ?? []
  if (other === here.floor) return `${here.floor} names its own files by their path`
  if (other === 'testing' && here.floor !== 'core' && isTest(path)) return undefined
  if (!floors[here.floor].on.includes(other)) return `${here.floor} may not stand on ${other}`
  if (other === 'server' && way === 'node' && here.floor !== 'testing')
    return 'only testing may use the server on Node'
  if (way === 'fixtures' && here.floor !== 'testing' && !isTest(path))
    return 'the invented bank is for tests and for the testing floor'
  return undefined
}

/** `above` is true for tests and for the invented bank: they may look into any room, by its door. */
function faultOfRoom(here, there, above) {
  if (there.room === here.room || here.room === 'node') return undefined
  if (there.room === 'node') return 'the rest of the server must run without Node'
  if (!(here.room || above)) return undefined
  if (!there.room) return above || here.room === 'migrations' ? undefined : faultOfRoof(here, there)
  const [mine, other] = [rooms.indexOf(here.room), rooms.indexOf(there.room)]
  if (other < 0 || there.room === 'kit') return undefined
  if (!above && mine >= 0 && other > mine)
    return `${here.room} may not look into ${there.room}, a later room`
  if (doors[here.floor].includes(there.piece)) return undefined
  return `enter ${there.room} by its door, ${doors[here.floor].join(' or ')}`
}

/** The package's own index gathers the rooms: a room that reads it goes in a ring. */
const faultOfRoof = (here, there) =>
  /\/(index|server)\.tsx?$/.test(there.path) ? `${here.room} may not look at the roof` : undefined

function faultOfPath(here, from, path) {
  const target = posix.join(posix.dirname(path), from)
  const there = { ...partsOf(target), path: target }
  if (isTest(path) && target.startsWith('tests/')) return undefined
  if (!target.startsWith('packages/') || there.floor !== here.floor)
    return 'leave the package by its name, not by a path'
  if (!/\.(ts|tsx|css|json)$/.test(from)) return 'say the whole file name, with its extension'
  if (there.top === 'fixtures' && here.top === 'src' && !isTest(path))
    return 'the invented bank is for tests and for the testing floor'
  if (here.top === 'fixtures' && there.top === 'fixtures') return undefined
  return faultOfRoom(here, there, isTest(path) || here.top === 'fixtures')
}

/** Every import of one file that breaks the plan of the house, as `path:line: import — why`. */
export function floorFaults(source) {
  const { path } = source
  const here = partsOf(path)
  return importsOf(source).flatMap(({ from, line }) => {
    const why =
      from === undefined
        ? onNode.test(path)
          ? undefined
          : 'an import must say which module it means'
        : from.startsWith('.')
          ? faultOfPath(here, from, path)
          : from.startsWith('@crm/')
            ? faultOfFloor(here, from, path)
            : faultOfOutside(here, from, path)
    return why ? [`${path}:${line}: ${from ?? 'import(…)'} — ${why}`] : []
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const sources = packageSources()
  report(
    sources.flatMap(floorFaults),
    `Every import of ${sources.length} files keeps to its floor and room.`,
  )
}
