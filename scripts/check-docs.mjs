// Documents are true: every ts block in them compiles against the source, every link leads somewhere.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, posix, relative } from 'node:path'
import { docBlocks, documents } from './kit/doc-blocks.mjs'
import { run, tally } from './kit/run.mjs'

const cache = 'node_modules/.cache/check-docs'
const { note, close } = tally()

const fileOf = ({ path, line, language }) => `${path.replaceAll('/', '__')}.${line}.${language}`

async function checkBlocks() {
  const blocks = docBlocks()
  rmSync(cache, { recursive: true, force: true })
  mkdirSync(cache, { recursive: true })
  for (const block of blocks) {
    const text = `${'\n'.repeat(block.line)}${block.code}\nexport {}\n`
    writeFileSync(join(cache, fileOf(block)), text)
  }
  const config = {
    extends: relative(cache, 'tsconfig.test.json'),
    compilerOptions: { noUnusedLocals: false, allowJs: false, types: ['node', 'vite/client'] },
    include: ['*'],
  }
  writeFileSync(join(cache, 'tsconfig.json'), JSON.stringify(config))
  const { output } = await run('tsc', ['-p', cache, '--pretty', 'false'])
  for (const block of blocks) {
    const name = fileOf(block)
    const faults = output.split('\n').filter((row) => row.includes(`${name}(`))
    const where = faults.map((row) => row.slice(row.indexOf(name)).replace(name, block.path))
    note(`${block.path}:${block.line} compiles`, faults.length === 0, where.join('\n'))
  }
  const others = output.split('\n').filter((row) => /error TS/.test(row) && !row.includes(cache))
  if (others.length > 0) note('what the blocks import', false, others.join('\n'))
}

/** The headings of a document as GitHub's anchors spell them. */
const anchorsOf = (text) =>
  [...text.matchAll(/^#+ +(.+)$/gm)].map(([, title]) =>
    title
      .toLowerCase()
      .replace(/[^\p{Letter}\p{Number}\s_-]/gu, '')
      .replace(/\s/g, '-'),
  )

function faultOfLink(path, target) {
  const [file = '', anchor] = decodeURI(target).split('#')
  const there = file ? posix.join(dirname(path), file) : path
  if (!existsSync(there)) return `${target}: there is no ${there}`
  if (!anchor || !there.endsWith('.md')) return undefined
  return anchorsOf(readFileSync(there, 'utf8')).includes(anchor)
    ? undefined
    : `${target}: no such heading`
}

function checkLinks() {
  for (const { path, text } of documents()) {
    const prose = text.replace(/```[\s\S]*?```/g, '')
    const targets = [...prose.matchAll(/\]\(([^)\s]+)\)|src="([^"]+)"/g)].map(
      (match) => match[1] ?? match[2],
    )
    const faults = targets
      .filter((target) => !/^[a-z]+:/.test(target))
      .map((target) => faultOfLink(path, target))
      .filter(Boolean)
    note(`${path}: its ${targets.length} links`, faults.length === 0, faults.join('\n'))
  }
}

await checkBlocks()
checkLinks()
close()
