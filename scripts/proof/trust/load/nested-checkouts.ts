import { globSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

/** What a look through the source found. */
export interface NestedCheckouts {
  /** How many transactions there are in it. */
  readonly transactions: number
  /** `file:line` of each use of the store itself while one of its connections is held. */
  readonly found: readonly string[]
}

/** `store.db`, `this.#store.db`, `frame.store.transaction(…)`. */
function isStoreUse(node: ts.Node): boolean {
  if (!ts.isPropertyAccessExpression(node)) return false
  if (!['db', 'transaction'].includes(node.name.text)) return false
  const { expression } = node
  const last = ts.isPropertyAccessExpression(expression) ? expression.name : expression
  return ts.isIdentifier(last) || ts.isPrivateIdentifier(last)
    ? /^#?(store|on|bank)$/.test(last.text)
    : false
}

const isTransaction = (node: ts.Node): node is ts.CallExpression =>
  ts.isCallExpression(node) &&
  ts.isPropertyAccessExpression(node.expression) &&
  node.expression.name.text === 'transaction'

/**
 * Look for a second connection that is asked for while one is held: with all of them held so, everybody
 * waits for ever. A structural look at what stands in the work given to `transaction`; what it calls
 * elsewhere is held to the same at run time, by `store.nested_checkout`.
 */
export function nestedCheckouts(folder: string, read: (file: string) => string): NestedCheckouts {
  let transactions = 0
  const found: string[] = []
  const files = globSync('**/*.ts', { cwd: folder }).filter((file) => !file.endsWith('.test.ts'))
  for (const file of files) {
    const source = ts.createSourceFile(file, read(join(folder, file)), ts.ScriptTarget.Latest, true)
    const within = (node: ts.Node): void => {
      if (isStoreUse(node)) {
        const { line } = source.getLineAndCharacterOfPosition(node.getStart())
        found.push(`${file}:${line + 1}`)
      }
      node.forEachChild(within)
    }
    const look = (node: ts.Node): void => {
      if (isTransaction(node)) {
        transactions += 1
        for (const argument of node.arguments) within(argument)
      }
      node.forEachChild(look)
    }
    look(source)
  }
  return { transactions, found }
}
