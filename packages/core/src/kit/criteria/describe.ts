import type { Bilingual } from '../contract.ts'
import type { Catalogue, FieldSpec } from './catalogue.ts'
import type { Comparison, Criteria, Operator, Scalar } from './criteria.ts'

type Language = keyof Bilingual

const verbs: Readonly<Record<Operator, Bilingual>> = {
  eq: { zh: '是', en: 'is' },
  ne: { zh: '不是', en: 'is not' },
  in: { zh: '属于', en: 'is one of' },
  notIn: { zh: '不属于', en: 'is none of' },
  lt: { zh: '低于', en: 'is below' },
  le: { zh: '不超过', en: 'is at most' },
  gt: { zh: '超过', en: 'is above' },
  ge: { zh: '不低于', en: 'is at least' },
  between: { zh: '介于', en: 'is between' },
  startsWith: { zh: '以此开头:', en: 'begins with' },
  contains: { zh: '包含', en: 'contains' },
  has: { zh: '含', en: 'include' },
  hasAny: { zh: '含任一', en: 'include any of' },
  hasAll: { zh: '含全部', en: 'include all of' },
  known: { zh: '已知', en: 'is known' },
  unknown: { zh: '未知', en: 'is not known' },
}
const dayVerbs: Partial<Record<Operator, Bilingual>> = {
  lt: { zh: '早于', en: 'is before' },
  le: { zh: '不晚于', en: 'is no later than' },
  gt: { zh: '晚于', en: 'is after' },
  ge: { zh: '不早于', en: 'is no earlier than' },
}

/** Criteria as one sentence, for somebody who decides by it. */
export function describeCriteria(
  catalogue: Catalogue,
  criteria: Criteria,
  language: Language,
): string {
  const zh = language === 'zh'
  const say = (node: Criteria, within: 'all' | 'any' | undefined): string => {
    if ('not' in node)
      return zh ? `不是(${say(node.not, undefined)})` : `not (${say(node.not, undefined)})`
    if ('field' in node) return sayComparison(catalogue, node, language)
    const [kind, parts] =
      'all' in node ? (['all', node.all] as const) : (['any', node.any] as const)
    if (parts.length === 0) {
      if (kind === 'all') return zh ? '所有客户' : 'everybody'
      return zh ? '无人' : 'nobody'
    }
    const joint = kind === 'all' ? (zh ? ',且 ' : ', and ') : zh ? ',或 ' : ', or '
    const text = parts.map((part) => say(part, kind)).join(joint)
    return within !== undefined && within !== kind && parts.length > 1 ? `(${text})` : text
  }
  return say(criteria, undefined)
}

function sayComparison(catalogue: Catalogue, node: Comparison, language: Language): string {
  const spec = catalogue[node.field]
  const name = spec?.words[language] ?? node.field
  if (spec?.type === 'flag' && typeof node.value === 'boolean') {
    const wanted = node.is === 'eq' ? node.value : !node.value
    if (wanted) return name
    return language === 'zh' ? `不是(${name})` : `not (${name})`
  }
  const verb = ((spec?.type === 'day' && dayVerbs[node.is]) || verbs[node.is])[language]
  const values = node.value === undefined ? [] : [node.value].flat()
  const said = values.map((value) => sayValue(spec, value as Scalar, language))
  const joint =
    node.is === 'between' ? (language === 'zh' ? ' 至 ' : ' and ') : language === 'zh' ? '、' : ', '
  return [name, verb, said.join(joint)].filter((part) => part !== '').join(' ')
}

/** `1,234,567`. */
function inThrees(digits: string): string {
  const first = digits.length % 3 || 3
  const others = digits.slice(first).match(/\d{3}/g) ?? []
  return [digits.slice(0, first), ...others].join(',')
}

function sayValue(spec: FieldSpec | undefined, value: Scalar, language: Language): string {
  if (spec?.type === 'fen' && typeof value === 'number') {
    const digits = String(Math.abs(value)).padStart(3, '0')
    return `${value < 0 ? '-' : ''}${inThrees(digits.slice(0, -2))}.${digits.slice(-2)}${language === 'zh' ? ' 元' : ''}`
  }
  if (spec && 'choiceWords' in spec)
    return spec.choiceWords?.[String(value)]?.[language] ?? String(value)
  return String(value)
}
