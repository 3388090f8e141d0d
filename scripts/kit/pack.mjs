// The packages as users get them: packed into archives in a folder of their own.
import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { pnpm } from './run.mjs'

/** The packages, from the lowest floor up. */
export const packageNames = ['core', 'client', 'react', 'server', 'testing']

/** What a package's manifest says. */
export const manifestOf = (name) =>
  JSON.parse(readFileSync(`packages/${name}/package.json`, 'utf8'))

/** Pack every package into `folder`: the path of each archive, by the package's full name. */
export async function packAll(folder) {
  const archives = await Promise.all(
    packageNames.map(async (name) => {
      const args = ['pack', '--pack-destination', folder]
      const { code, output } = await pnpm(args, { cwd: `packages/${name}` })
      const [archive] = globSync(`${folder}/crm-${name}-*.tgz`)
      if (code !== 0 || !archive)
        throw new Error(`packages/${name} could not be packed.\n${output}`)
      return [`@crm/${name}`, resolve(archive)]
    }),
  )
  return Object.fromEntries(archives)
}

/** The exact version, or alias, that the workspace's catalog gives a package. */
export function catalogued(name) {
  const lines = readFileSync('pnpm-workspace.yaml', 'utf8').split('\n')
  const line = lines.find((text) => text.trim().replaceAll('"', '').startsWith(`${name}: `))
  if (!line) throw new Error(`The catalog of pnpm-workspace.yaml has no ${name}.`)
  return line.slice(line.indexOf(': ') + 2).trim()
}
