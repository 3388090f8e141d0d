/** Characters that turn the direction of what follows, and show nothing themselves. */
const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** A text whose direction cannot be turned unseen: each turning character is written out, as ‹U+202E›. */
export const visible = (text: string): string =>
  text.replace(
    TURNING,
    (letter) => `‹U+${letter.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}›`,
  )
