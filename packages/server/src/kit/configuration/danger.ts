import { CrmError } from '@crm/core'
import { dangerWords } from './words.ts'

/** The name of a dangerous setting; it never changes its meaning. */
export type DangerCode = keyof (typeof dangerWords)['en']

/** What makes a danger plain: names, numbers, never a secret. */
export type DangerFacts = Readonly<Record<string, string | number>>

/** A setting that production must not have. */
export interface Danger {
  readonly code: DangerCode
  readonly facts: DangerFacts
}

/** One look at a configuration: what is found, once or several times, or nothing. */
export type Check<C> = (
  configuration: C,
) => DangerFacts | readonly DangerFacts[] | boolean | undefined

/** Looks by the danger they find. */
export type Checks<C> = Partial<Readonly<Record<DangerCode, Check<C>>>>

const factsOf = (found: ReturnType<Check<never>>): readonly DangerFacts[] => {
  if (found === true) return [{}]
  if (!found) return []
  return Array.isArray(found) ? found : [found as DangerFacts]
}

/** Everything that these looks find, in their order. */
export const lookFor = <C>(checks: Checks<C>, configuration: C): Danger[] =>
  (Object.entries(checks) as [DangerCode, Check<C>][]).flatMap(([code, check]) =>
    factsOf(check(configuration)).map((facts) => ({ code, facts })),
  )

/** A danger in words. */
export const dangerText = ({ code, facts }: Danger, locale: 'zh-CN' | 'en'): string =>
  dangerWords[locale][code].replace(/\{(\w+)\}/g, (slot, name: string) =>
    String(facts[name] ?? slot),
  )

/**
 * Stop where there is any danger, with all of them by name.
 *
 * @throws `config.refused`
 */
export function refuse(dangers: readonly Danger[]): void {
  if (dangers.length === 0) return
  const lines = dangers.map(
    (danger) => `- ${danger.code}: ${dangerText(danger, 'en')} ${dangerText(danger, 'zh-CN')}`,
  )
  throw new CrmError(
    'config.refused',
    503,
    `Production does not start. Dangerous settings: ${dangers.length}\n${lines.join('\n')}`,
    { dangers },
  )
}

/** Is this production? `NODE_ENV` says so, or the host; neither can say that it is not. */
export function isProduction(mode?: 'production'): boolean {
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } }
  return mode === 'production' || process?.env?.NODE_ENV === 'production'
}
