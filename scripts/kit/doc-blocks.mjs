// The ts and tsx blocks of the documents and of the doc comments, each as a file of its own that keeps
// its line numbers, so that the compiler's complaint points at the document.
import { globSync, readFileSync } from 'node:fs'
import { packageSources } from './sources.mjs'

/** The documents that people read. */
export const documents = () =>
  globSync(['*.md', 'docs/**/*.md', 'packages/*/README.md', 'examples/*/README.md'])
    .filter((path) => !path.startsWith('docs/reference/'))
    .map((path) => path.replaceAll('\\', '/'))
    .sort()
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }))

const fence = /^( *)```(tsx?)([^\n]*)\n([\s\S]*?)^\1```/gm
const comment = /\/\*\*[\s\S]*?\*\//g

const linesBefore = (text, index) => text.slice(0, index).split('\n').length - 1

/** The blocks of one document, in order. */
export function blocksIn({ path, text }) {
  const blocks = []
  for (const match of text.matchAll(fence)) {
    const [, indent, language, note, code] = match
    const line = linesBefore(text, match.index) + 1
    const plain = code
      .split('\n')
      .map((row) => (row.startsWith(indent) ? row.slice(indent.length) : row))
    const block = { path, line, language, code: plain.join('\n') }
    const before = blocks.at(-1)
    // "```ts continued" goes on where the block before it stopped.
    if (note.trim() !== 'continued' || !before) blocks.push(block)
    else {
      const gap = line - before.line - before.code.split('\n').length + 1
      before.code += '\n'.repeat(Math.max(0, gap)) + block.code
      if (language === 'tsx') before.language = 'tsx'
    }
  }
  return blocks
}

/** Doc comments with the stars taken away, at the lines where they stand. */
export function commentsIn({ path, text }) {
  return [...text.matchAll(comment)]
    .filter(([words]) => words.includes('```'))
    .flatMap((match) => {
      const words = match[0].replace(/^[ \t]*\* ?/gm, '').replace(/\*\/$/, '')
      const line = linesBefore(text, match.index)
      return blocksIn({ path, text: '\n'.repeat(line) + words })
    })
}

/** Every block that a reader may copy. */
export const docBlocks = () => [
  ...documents().flatMap(blocksIn),
  ...packageSources().flatMap(commentsIn),
]
