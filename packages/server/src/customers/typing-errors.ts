const letters = 'abcdefghijklmnopqrstuvwxyz'

/** What was meant, where one letter is wrong, missing, too many, or changed its place with the next. */
export function oneSlipAway(typed: string): readonly string[] {
  const meant = new Set<string>()
  for (let at = 0; at <= typed.length; at++) {
    const [before, after] = [typed.slice(0, at), typed.slice(at)]
    for (const letter of letters) {
      meant.add(before + letter + after)
      if (after !== '') meant.add(before + letter + after.slice(1))
    }
    if (after !== '') meant.add(before + after.slice(1))
    if (after.length > 1) meant.add(before + after[1] + after[0] + after.slice(2))
  }
  meant.delete(typed)
  return [...meant]
}

/** Pinyin without spaces, with what dialects confuse made the same: 刘 and 牛, 陈 and 程, 胡 and 福. */
export const foldPinyin = (pinyin: string): string =>
  pinyin
    .replace(/([zcs])h/g, '$1')
    .replace(/ng/g, 'n')
    .replace(/v/g, 'u')
    .replace(/hu/g, 'fu')
    .replace(/[nr]/g, 'l')
