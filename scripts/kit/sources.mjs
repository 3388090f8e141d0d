// The source files of the house, and what each of them imports, read with the compiler's own parser.
import { globSync, readFileSync } from 'node:fs'
import ts from 'typescript'

/** True for a file that only tests read. */
export const isTest = (path) => /\.(test|test-d)\.tsx?$/.test(path)

/** Every TypeScript file of every package, with its text; paths from the root, with forward slashes. */
export const packageSources = () =>
  globSync('packages/*/{src,fixtures}/**/*.{ts,tsx}')
    .map((path) => path.replaceAll('\\', '/'))
    .sort()
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }))

/** The file as the compiler reads it. */
export const parse = ({ path, text }) =>
  ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)

/** Call `visit` for every node of a file, outermost first. */
export function walk(node, visit) {
  visit(node)
  ts.forEachChild(node, (child) => walk(child, visit))
}

/** The line a node begins on, counted from 1. */
export const lineOf = (file, node) =>
  file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1

function specifierOf(node) {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier
  if (ts.isImportTypeNode(node)) return node.argument.literal
  if (ts.isImportEqualsDeclaration(node)) return node.moduleReference.expression
  if (!ts.isCallExpression(node)) return undefined
  const { expression } = node
  const asks =
    expression.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isIdentifier(expression) && expression.text === 'require') ||
    expression.getText() === 'import.meta.resolve'
  return asks ? node.arguments[0] : undefined
}

/** Every import of a file: static, for side effects, of types, re-exported, dynamic; `from` is absent
 *  where the name is computed. */
export function importsOf(source) {
  const file = parse(source)
  const imports = []
  walk(file, (node) => {
    const specifier = specifierOf(node)
    if (!specifier) return
    const from = ts.isStringLiteralLike(specifier) ? specifier.text : undefined
    imports.push({ from, line: lineOf(file, node) })
  })
  return imports
}

/** Print faults, or the sentence that says there are none, and set the exit code. */
export function report(faults, allWell) {
  if (faults.length > 0) {
    console.error(faults.join('\n'))
    process.exitCode = 1
  } else console.log(allWell)
}
