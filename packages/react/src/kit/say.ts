import { words as codes } from '@crm/core/words'
import { visible } from './visible.ts'
import { en } from './words/en.ts'
import { type WidgetWord, zhCN } from './words/zh-cn.ts'

/** The languages of the widgets. */
export type Locale = 'zh-CN' | 'en'

/** Facts that a sentence names. */
export type Facts = Readonly<Record<string, unknown>>

/** Says a widget's word, or what a code of core means, with its facts filled in. */
export interface Say {
  (word: WidgetWord, facts?: Facts): string
  /** A code that may be unknown here: then it is shown as it is. */
  readonly code: (code: string, facts?: Facts) => string
}

/** A host's own words, for any of the widgets' or of core's. */
export type Words = Readonly<Record<string, string>>

const fill = (text: string, facts: Facts): string =>
  text.replace(/\{(\w+)\}/g, (slot, name: string) => visible(String(facts[name] ?? slot)))

/** A code may be any text that a server sends, `constructor` too: only what is listed is a word. */
const wordIn = (words: Words, name: string): string | undefined =>
  Object.hasOwn(words, name) ? words[name] : undefined

/** The words of a language, the host's own first. */
export function sayIn(locale: Locale, own: Words = {}): Say {
  const widget: Words = locale === 'en' ? en : zhCN
  const code = (name: string, facts: Facts = {}) =>
    fill(
      wordIn(own, name) ?? wordIn(widget, name) ?? wordIn(codes[locale], name) ?? visible(name),
      facts,
    )
  return Object.assign((word: WidgetWord, facts?: Facts) => code(word, facts), { code })
}

/** What a room is called; its own name where nobody has named it. */
export function nameOfModule(say: Say, module: string): string {
  const code = `module.${module}`
  const name = say.code(code)
  return name === code ? module : name
}
