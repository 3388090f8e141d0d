import { describe, expect, it } from 'vitest'
import { blocksIn, commentsIn } from '../scripts/kit/doc-blocks.mjs'

interface Block {
  readonly line: number
  readonly language: string
  readonly code: string
}

const blocks = (...lines: string[]): Block[] => blocksIn({ path: 'a.md', text: lines.join('\n') })

/** The line of the document on which a text stands in a block, counted as the compiler will. */
const lineOf = (block: Block, text: string): number =>
  block.line + 1 + block.code.split('\n').findIndex((line) => line.includes(text))

describe('a document gives up its code', () => {
  it('block by block, each at its own line', () => {
    const [first, second] = blocks(
      '# A',
      '',
      '```ts',
      'const a = 1',
      '```',
      '```tsx',
      '<p />',
      '```',
    )
    expect(first).toMatchObject({ language: 'ts', code: 'const a = 1\n' })
    expect(lineOf(first!, 'const a')).toBe(4)
    expect(lineOf(second!, '<p />')).toBe(7)
  })

  it('but not what is no TypeScript', () => {
    expect(blocks('```sh', 'npm start', '```', '```json', '{}', '```')).toEqual([])
  })

  it('a continued block goes on where the one before stopped, at its own lines', () => {
    const all = blocks('```ts', 'const a = 1', '```', 'and', '', '```ts continued', 'a + 1', '```')
    expect(all).toHaveLength(1)
    expect(lineOf(all[0]!, 'a + 1')).toBe(7)
  })

  it('a block inside a list loses its indent', () => {
    expect(blocks('- so:', '  ```ts', '  const a = 1', '  ```')[0]?.code).toBe('const a = 1\n')
  })

  it('so do the examples of doc comments', () => {
    const text = ['/**', ' * Adds.', ' * ```ts', ' * add(1)', ' * ```', ' */', 'const x = 1'].join(
      '\n',
    )
    const [block] = commentsIn({ path: 'a.ts', text }) as Block[]
    expect(block?.code).toBe('add(1)\n')
    expect(lineOf(block!, 'add')).toBe(4)
  })
})
