// The steps of `npm test`, cheap ones first: a slip in a name is told in seconds.

const node = (script, ...args) => [process.execPath, `scripts/${script}.mjs`, ...args]

const gateRows =
  'T02,T03,T06,T07,T08,T09,T10,T11,T12,T14,T15,T18,T21,T22,T23,T27,T28,T31,R15,R16,R24,R30,R31,R42'

/** Every step: its name, what it says to the reader, and what it runs. */
export const steps = [
  {
    name: 'lint',
    says: 'Format and lint',
    command: ['biome', 'ci', '--colors=off', '--reporter=summary', '.'],
  },
  { name: 'floors', says: 'Floors, rooms and doors', command: node('check-floors') },
  { name: 'purity', says: 'Core is pure', command: node('check-purity') },
  { name: 'names', says: 'Names and sizes of files', command: node('check-names') },
  { name: 'lockfile', says: 'The lockfile names no host', command: node('check-lockfile') },
  {
    name: 'supply',
    says: 'What the packages stand on: how many, which licences, nothing known bad',
    command: node('check-supply'),
  },
  { name: 'types', says: 'Types of the packages', command: ['tsc', '-b', 'tsconfig.json'] },
  {
    name: 'test-types',
    says: 'Types of tests and examples',
    command: ['tsc', '-p', 'tsconfig.test.json'],
  },
  { name: 'build', says: 'Every package builds', command: node('build') },
  {
    name: 'unit',
    says: 'Unit, property, contract and PostgreSQL tests',
    command: node('run-vitest'),
  },
  {
    name: 'trust',
    says: 'Threats and faults, row by row',
    // The rows that are quick and need no chance; `pnpm proof trust` runs them all.
    command: node('proof/run', 'trust', '--untested', '--count', '--only', gateRows),
  },
  {
    name: 'branches',
    says: 'Tests take every branch that trust rests on',
    command: node('mutate/run', '--branches', '--count'),
  },
  {
    name: 'docs',
    says: 'Code in documents compiles, links lead somewhere',
    command: node('check-docs'),
  },
  { name: 'map', says: 'The map of features is up to date', command: node('write-map', '--check') },
  {
    name: 'openapi',
    says: 'OpenAPI is valid and up to date',
    command: node('write-openapi', '--check'),
  },
  {
    name: 'reference',
    says: 'Every public name is documented',
    command: ['typedoc', '--logLevel', 'Warn'],
  },
  { name: 'packages', says: 'Packages as users get them', command: node('check-packages') },
  {
    name: 'unused',
    says: 'No unused files, exports or dependencies',
    command: ['knip', '--no-progress'],
  },
  { name: 'size', says: 'Sizes, minified and gzipped', command: node('check-size') },
  {
    name: 'consumer',
    says: 'Packed packages in an empty project',
    command: node('check-consumer'),
  },
  { name: 'browser', says: 'Pages in a real browser', command: node('run-browser') },
]
