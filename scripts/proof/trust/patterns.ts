// Every regular expression of the packages' own source, and every place where one is made while running.
import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

/** A regular expression as it stands in the source. */
export interface Pattern {
  readonly place: string
  readonly source: string
  readonly flags: string
}

/** What the source holds. */
export interface Patterns {
  readonly literals: readonly Pattern[]
  /** Where a pattern is put together while running: each must be known. */
  readonly made: readonly string[]
}

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** Read all of `the packages`, tests left out. */
export function readPatterns(): Patterns {
  const literals: Pattern[] = []
  const made: string[] = []
  const files = globSync('packages/*/src/**/*.{ts,tsx}', { cwd: root })
  for (const file of files.filter((name) => !/\.test(-d)?\.tsx?$/.test(name))) {
    const text = readFileSync(`${root}${file}`, 'utf8')
    const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
    const placeOf = (node: ts.Node) =>
      `${file}:${tree.getLineAndCharacterOfPosition(node.getStart()).line + 1}`
    const visit = (node: ts.Node): void => {
      if (ts.isRegularExpressionLiteral(node)) {
        const end = node.text.lastIndexOf('/')
        const source = node.text.slice(1, end)
        literals.push({ place: placeOf(node), source, flags: node.text.slice(end + 1) })
      }
      const makes = ts.isNewExpression(node) || ts.isCallExpression(node)
      if (makes && node.expression.getText() === 'RegExp') made.push(`${file}: ${node.getText()}`)
      ts.forEachChild(node, visit)
    }
    visit(tree)
  }
  return { literals, made }
}
