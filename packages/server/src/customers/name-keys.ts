import { pinyin } from 'pinyin-pro'
import { foldPinyin } from './typing-errors.ts'

/** How a name can be typed in Latin letters. */
export interface NameKeys {
  /** `liguifang` for 李桂芳; a Latin name is itself, in lower case and without spaces. */
  readonly pinyin: string
  /** `lgf` for 李桂芳. */
  readonly initials: string
  /** `liguifal`: the pinyin with what dialects confuse made the same. */
  readonly sound: string
}

const known = new Map<string, NameKeys>()
const MOST_KNOWN = 50_000

const letters = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '')

/** The keys of a name, worked out once at write time; surnames are read as surnames (单 is shan). */
export function nameKeys(name: string): NameKeys {
  const found = known.get(name)
  if (found) return found
  const wide = name.normalize('NFKC')
  const options = { toneType: 'none', type: 'array', surname: 'head', v: true } as const
  const spelt = letters(pinyin(wide, options).join(''))
  const keys = {
    pinyin: spelt,
    sound: foldPinyin(spelt),
    initials: letters(
      pinyin(wide, { ...options, pattern: 'first', nonZh: 'consecutive' }).join(''),
    ),
  }
  if (known.size >= MOST_KNOWN) known.clear()
  known.set(name, keys)
  return keys
}
