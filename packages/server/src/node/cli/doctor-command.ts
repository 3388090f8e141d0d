import { type ClauseFinding, diagnose, templates, type Verdict } from '../doctor/diagnose.ts'
import type { Command } from './command.ts'
import { need, storeOf, storeOptions, whileOpen } from './open.ts'

const words: Readonly<Record<Verdict, { readonly zh: string; readonly en: string }>> = {
  holds: { zh: '实测 · 符合', en: 'live, holds' },
  fails: { zh: '实测 · 不符合', en: 'live, FAILS' },
  'not looked at': { zh: '实测 · 未能检查', en: 'live, not looked at' },
  capability: { zh: '能力 · 见证明', en: 'capability, proved by' },
  manual: { zh: '人工 · 须核查', en: 'manual, look at' },
}

function isTemplate(name: string): name is keyof typeof templates {
  return Object.hasOwn(templates, name)
}

/** `crm doctor --template mlps3|finance --data DIR | --postgres URL --keys FILE [--backups DIR] [--lang en]` */
export const doctor: Command = {
  summary: {
    zh: '合规自查:逐条说明实测、能力或人工,不代替测评',
    en: 'Clause by clause: looked at here, proved elsewhere, or for people to see',
  },
  usage: [
    '--template mlps3|finance --data DIR|--postgres URL --keys FILE [--backups DIR] [--lang LANG]',
  ],
  options: {
    ...storeOptions,
    template: { type: 'string' },
    backups: { type: 'string' },
    lang: { type: 'string' },
  },
  async run(values, { tell, locale }) {
    const template = need(values, 'template')
    if (!isTemplate(template)) {
      tell({ error: 'template' }, `--template is one of ${Object.keys(templates).join(', ')}`)
      return 2
    }
    const language = (values.lang ?? locale) === 'zh-CN' ? 'zh' : 'en'
    const text = (name: string) => (typeof values[name] === 'string' ? values[name] : undefined)
    return whileOpen(await storeOf(values), async (store) => {
      const found = await diagnose({
        store,
        template,
        // A file that says where the HSM is holds no key.
        keyFile: store.vault.service?.name === 'file' ? text('keys') : undefined,
        dataFolder: text('data'),
        backupFolder: text('backups'),
      })
      const { title, asOf } = templates[template]
      tell({ template, title: title[language], asOf }, `${title[language]} (${asOf})\n`)
      for (const one of found) {
        const { clause, asks, basis, verdict } = one
        const seen = one.found[language]
        tell(
          { clause, asks: asks[language], basis, verdict, found: seen },
          `[${words[verdict][language]}] ${clause} ${asks[language]}\n    ${seen}`,
        )
      }
      return sum(found, language, tell)
    })
  },
}

function sum(
  found: readonly ClauseFinding[],
  language: 'zh' | 'en',
  tell: Parameters<Command['run']>[1]['tell'],
): number {
  const count = (verdict: Verdict) => found.filter((one) => one.verdict === verdict).length
  const counts = Object.fromEntries(
    (Object.keys(words) as Verdict[]).map((verdict) => [verdict, count(verdict)]),
  )
  const list = (Object.keys(words) as Verdict[])
    .map((verdict) => `${words[verdict][language]} ${count(verdict)}`)
    .join(language === 'zh' ? ',' : '; ')
  const close = { zh: '本结果供自查,不是测评结论。', en: 'This is no certificate.' }[language]
  tell({ counts }, `\n${list}. ${close}`)
  return count('fails') > 0 ? 1 : 0
}
