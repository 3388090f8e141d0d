import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { floors } from '../kit/configuration/floors.ts'
import type { HostFacts } from '../kit/configuration/host.ts'

/** What of a process is looked at. */
export interface LookedAt {
  readonly version: string
  readonly execArgv: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  readonly getuid?: () => number
}

const variables = ['NODE_TLS_REJECT_UNAUTHORIZED', 'NODE_DEBUG', 'NODE_DEBUG_NATIVE']

/**
 * Look at this process and at the packages it loads: for `createServer({ host: inspectHost() })`, which
 * production asks for. Nothing is sent anywhere, and no variable is read but those that change Node.
 */
export function inspectHost(of: LookedAt = process): HostFacts {
  const options = (of.env.NODE_OPTIONS ?? '').split(/\s+/).filter(Boolean)
  const userId = of.getuid?.()
  return {
    nodeVersion: of.version.replace(/^v/, ''),
    flags: [...of.execArgv, ...options],
    variables: Object.fromEntries(variables.map((name) => [name, of.env[name]])),
    ...(userId !== undefined && { userId }),
    now: new Date().toISOString(),
    packages: Object.fromEntries(
      floors.flatMap(({ name }) => {
        const version = versionOf(name)
        return version === undefined ? [] : [[name, version]]
      }),
    ),
  }
}

/** The version of a package as it lies where this program loads it; unknown in a single bundled file. */
function versionOf(name: string): string | undefined {
  try {
    let folder = dirname(createRequire(import.meta.url).resolve(name))
    while (dirname(folder) !== folder) {
      const found = readManifest(join(folder, 'package.json'))
      if (found?.name === name) return found.version
      folder = dirname(folder)
    }
  } catch {
    // Not resolvable here: then it is not loaded from here either.
  }
  return undefined
}

interface PackageManifest {
  readonly name?: string
  readonly version?: string
}

function readManifest(file: string): PackageManifest | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as PackageManifest
  } catch {
    return undefined
  }
}
