// Fields that nobody asked for, and ways to the prototype that all objects share.

/** One more field for a body, as JSON text: a parser must see what the wire carries. */
export interface Vector {
  readonly field: string
  readonly json: string
  /** Tried inside the body's own objects too. */
  readonly deep: boolean
}

/** Names that lead to a prototype, or that a library may call. */
const roads = [
  '__proto__',
  'constructor',
  'prototype',
  '__proto__.isAdmin',
  '__proto__[isAdmin]',
  'constructor.prototype',
  'constructor[prototype][isAdmin]',
  '__defineGetter__',
  '__defineSetter__',
  '__lookupGetter__',
  'toString',
  'valueOf',
  'toJSON',
  'then',
  'hasOwnProperty',
  'length',
  '$where',
  '$set',
  '',
  ' ',
]
/** The same names as another writer of JSON may spell them. */
const spellings = [
  '"\\u005f\\u005fproto\\u005f\\u005f"',
  '"__pr\\u006fto__"',
  '"c\\u006fnstructor"',
  '"\\u0063onstructor"',
]
const loads = ['{"isAdmin":true}', '{"prototype":{"isAdmin":true}}', 'null', '"x"', '[{}]']

/** What an attacker would like to be or to own, beside what the tables call it. */
const wishes = [
  'isAdmin',
  'admin',
  'role',
  'roles',
  'entitlements',
  'scope',
  'policyId',
  'bankId',
  'tenant',
  'actorId',
  'today',
  'session',
  'caller',
  'db',
  'now',
  'decision',
  'createdAt',
  'createdBy',
]

const camel = (column: string): string =>
  column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())

/** At least two hundred, with every column of the tables in both spellings. */
export function vectorsFor(columns: readonly string[]): readonly Vector[] {
  const polluting = [...roads.map((road) => JSON.stringify(road)), ...spellings].flatMap((name) =>
    loads.map((load) => ({
      field: JSON.parse(name) as string,
      json: `${name}:${load}`,
      deep: true,
    })),
  )
  const names = new Set([...wishes, ...columns, ...columns.map(camel)])
  const assigning = [...names].map((field) => ({
    field,
    json: `${JSON.stringify(field)}:${/_?on$|At$|_at$/.test(field) ? '"2020-01-01"' : '"x"'}`,
    deep: wishes.includes(field),
  }))
  return [...polluting, ...assigning]
}

/** A body with one more field, at its top or in the first object inside it. */
export function bodiesWith(body: object, { json, deep }: Vector): readonly string[] {
  const plain = JSON.stringify(body)
  const inner = plain.indexOf('{', 1)
  const into = (at: number): string => {
    const rest = plain.slice(at + 1)
    return `${plain.slice(0, at + 1)}${json}${rest.startsWith('}') ? '' : ','}${rest}`
  }
  return inner === -1 || !deep ? [into(0)] : [into(0), into(inner)]
}
