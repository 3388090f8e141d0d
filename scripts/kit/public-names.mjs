// What the packages offer, as the compiler sees it: the names behind every door, values and types alike.
import { existsSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import ts from 'typescript'
import { manifestOf, packageNames } from './pack.mjs'

/** The doors of a package: `@crm/core/reminders` and the source file behind it. */
export function doorsOf(name) {
  const folder = `packages/${name}`
  const doors = []
  for (const [path, door] of Object.entries(manifestOf(name).exports)) {
    const source = door['@crm/source']
    if (!source) continue
    const [before, after] = source.split('*')
    const stars = after === undefined ? [''] : readdirSync(`${folder}/${before}`).sort()
    for (const star of stars) {
      const file = resolve(folder, source.replace('*', star))
      const shown = `@crm/${name}${path.slice(1).replace('*', star)}`
      if (existsSync(file)) doors.push({ door: shown, file })
    }
  }
  return doors
}

/** Reads all packages once; then tells the names behind a door and the methods of the client. */
export function readHouse() {
  const doors = packageNames.flatMap(doorsOf)
  const { config } = ts.readConfigFile('tsconfig.test.json', ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(
    { ...config, include: [] },
    ts.sys,
    process.cwd(),
  )
  const program = ts.createProgram(
    doors.map(({ file }) => file),
    options,
  )
  const checker = program.getTypeChecker()

  const symbolsBehind = (file) => {
    const module = checker.getSymbolAtLocation(program.getSourceFile(file))
    return module ? checker.getExportsOfModule(module) : []
  }
  const target = (symbol) =>
    symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol

  return {
    doors: doors.map(({ door, file }) => ({
      door,
      names: symbolsBehind(file)
        .map((symbol) => ({
          name: symbol.name,
          kind: target(symbol).flags & ts.SymbolFlags.Value ? 'value' : 'type',
        }))
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
    })),

    /** `reminders.close` and the like: every method of every room of the client. */
    methods() {
      const [client] = doors.filter(({ door }) => door === '@crm/client')
      const crm = symbolsBehind(client.file).find(({ name }) => name === 'Crm')
      if (!crm) return new Set()
      const rooms = checker.getDeclaredTypeOfSymbol(target(crm)).getProperties()
      return new Set(
        rooms.flatMap((room) =>
          checker
            .getTypeOfSymbol(room)
            .getProperties()
            .filter(({ name }) => !name.startsWith('#') && !name.startsWith('__'))
            .map((method) => `${room.name}.${method.name}`),
        ),
      )
    },
  }
}
