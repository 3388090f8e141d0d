// Core decides, and nothing else: no clock, no chance, no network, no machine. The day is given to it.
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { isTest, lineOf, packageSources, parse, report, walk } from './kit/sources.mjs'

/** Names of the world outside; a property or a parameter of the same name is not meant. */
const worldly = new Set([
  'fetch',
  'XMLHttpRequest',
  'WebSocket',
  'EventSource',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'requestAnimationFrame',
  'process',
  'performance',
  'crypto',
  'localStorage',
  'sessionStorage',
  'indexedDB',
  'document',
  'window',
  'navigator',
  'console',
  'globalThis',
  'eval',
])
const dateParts = new Set(['UTC', 'parse'])

/** Is this identifier read as a value, and not the name of something of ours? */
function isRead(node) {
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node
  if (ts.isQualifiedName(parent) || ts.isTypeReferenceNode(parent)) return false
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node
  if (ts.isShorthandPropertyAssignment(parent)) return true
  return !('name' in parent && parent.name === node) && !ts.isBindingElement(parent)
}

const memberOf = (node) =>
  ts.isPropertyAccessExpression(node.parent) ? node.parent.name.text : undefined

function whyImpure(node) {
  const { parent, text } = node
  if (text === 'Date') {
    if (ts.isNewExpression(parent) && parent.expression === node)
      return parent.arguments?.length ? undefined : 'new Date() reads the clock'
    return dateParts.has(memberOf(node)) ? undefined : 'Date reads the clock'
  }
  if (text === 'Math') {
    const member = memberOf(node)
    return member && member !== 'random' ? undefined : 'Math.random leaves it to chance'
  }
  if (text === 'Temporal' && memberOf(node) === 'Now') return 'Temporal.Now reads the clock'
  return worldly.has(text) ? `${text} reaches outside` : undefined
}

/** Names this file declares itself: a parameter called `process` is no machine. */
function ownNames(file) {
  const names = new Set()
  walk(file, (node) => {
    const declares =
      ts.isParameter(node) ||
      ts.isVariableDeclaration(node) ||
      ts.isFunctionDeclaration(node) ||
      ts.isBindingElement(node) ||
      ts.isImportSpecifier(node)
    if (declares && node.name && ts.isIdentifier(node.name)) names.add(node.name.text)
  })
  return names
}

/** Every place of one file that is not pure, as `path:line: why`. */
export function purityFaults(source) {
  const file = parse(source)
  const own = ownNames(file)
  const faults = []
  walk(file, (node) => {
    if (!ts.isIdentifier(node) || own.has(node.text) || !isRead(node)) return
    const why = whyImpure(node)
    if (why)
      faults.push(
        `${source.path}:${lineOf(file, node)}: ${why}; core is given its day and its facts`,
      )
  })
  return faults
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const sources = packageSources().filter(
    ({ path }) => /^packages\/core\//.test(path) && !isTest(path),
  )
  report(sources.flatMap(purityFaults), `The ${sources.length} files of core are pure.`)
}
