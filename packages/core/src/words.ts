/**
 * What codes are called by people, in Chinese and English: failures, reasons, roles. A program
 * branches on the code; a screen shows the words.
 * @packageDocumentation
 */
import { accessWords } from './access/words.ts'
import { approvalWords } from './approvals/words.ts'
import { householdWords } from './customers/households/words.ts'
import { labelWords } from './customers/labels/words.ts'
import { mergeWords } from './customers/merging/words.ts'
import { relationshipWords } from './customers/relationships/words.ts'
import { customerWords } from './customers/words.ts'
import { deskWords } from './desk/words.ts'
import { holdingWords } from './holdings/words.ts'
import { interactionWords } from './interactions/words.ts'
import { guardWords } from './kit/guard-words.ts'
import { kitWords } from './kit/words.ts'
import { reminderWords } from './reminders/words.ts'
import { segmentWords } from './segments/words.ts'
import { sourceWords } from './sources/words.ts'

/** Every word of every room, by code. `{name}` stands for a fact or a piece of the context. */
export const words: Readonly<Record<'zh-CN' | 'en', Readonly<Record<string, string>>>> = {
  'zh-CN': {
    ...kitWords['zh-CN'],
    ...guardWords['zh-CN'],
    ...accessWords['zh-CN'],
    ...approvalWords['zh-CN'],
    ...customerWords['zh-CN'],
    ...relationshipWords['zh-CN'],
    ...householdWords['zh-CN'],
    ...labelWords['zh-CN'],
    ...mergeWords['zh-CN'],
    ...holdingWords['zh-CN'],
    ...interactionWords['zh-CN'],
    ...segmentWords['zh-CN'],
    ...reminderWords['zh-CN'],
    ...sourceWords['zh-CN'],
    ...deskWords['zh-CN'],
  },
  en: {
    ...kitWords.en,
    ...guardWords.en,
    ...accessWords.en,
    ...approvalWords.en,
    ...customerWords.en,
    ...relationshipWords.en,
    ...householdWords.en,
    ...labelWords.en,
    ...mergeWords.en,
    ...holdingWords.en,
    ...interactionWords.en,
    ...segmentWords.en,
    ...reminderWords.en,
    ...sourceWords.en,
    ...deskWords.en,
  },
}
