// Finds what a file imports, in every form that the language and its tools have. A lint rule marks the place; the graph
// of all files is read from their text alone.
import { posix, relative, sep } from 'node:path'
import { parseSync, Visitor } from 'vite'
import { ROOT } from '../setup/paths.mjs'

/**
 * @param {string} path absolute
 * @returns {string} the same, relative to the clone, with slashes
 */
export function pathInClone(path) {
  return relative(ROOT, path).split(sep).join('/')
}

/**
 * What a lint rule visits to see every import of a file.
 *
 * @param {(source: any) => void} check is given the node of each target
 * @returns {Record<string, (node: any) => void>} by the type of node
 */
export function importVisitors(check) {
  /** @param {any} node */
  const checkSource = (node) => {
    if (node.source) check(node.source)
  }
  return {
    ImportDeclaration: checkSource,
    ExportNamedDeclaration: checkSource,
    ExportAllDeclaration: checkSource,
    ImportExpression: checkSource,
    /** `import('x').Type` @param {any} node */
    TSImportType: (node) => check(node.source ?? node.argument),
    /** `import x = require('x')` @param {any} node */
    TSExternalModuleReference: (node) => check(node.expression),
    /** @param {any} node */
    CallExpression(node) {
      const [first] = node.arguments
      if (first === undefined || !loadsModules(node.callee)) return
      for (const source of first.type === 'ArrayExpression' ? first.elements : [first]) check(source)
    },
    /** `new Worker(new URL('x', import.meta.url))` @param {any} node */
    NewExpression(node) {
      const [first] = node.arguments
      if (!/^(Shared)?Worker$/.test(node.callee.name ?? '') || first?.type !== 'NewExpression') return
      if (first.callee.name === 'URL' && first.arguments[0]) check(first.arguments[0])
    },
  }
}

/**
 * @param {any} callee
 * @returns {boolean} whether it is require, require.resolve, module.require, createRequire(...) or import.meta.glob
 */
function loadsModules(callee) {
  if (callee.type === 'Identifier') return callee.name === 'require'
  if (callee.type === 'CallExpression') return /^createRequire$/.test(nameOf(callee.callee))
  if (callee.type !== 'MemberExpression') return false
  const property = nameOf(callee)
  if (property === 'require') return true
  if (property === 'resolve') return callee.object.name === 'require'
  return /^glob(Eager)?$/.test(property) && callee.object.type === 'MetaProperty'
}

/** @param {any} node */
function nameOf(node) {
  return node.type === 'MemberExpression' ? (node.property.name ?? '') : (node.name ?? '')
}

/**
 * @param {any} node
 * @returns {string | null} the text of a string literal, or of a template without holes
 */
export function staticText(node) {
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value
  if (node.type === 'TSLiteralType') return staticText(node.literal)
  if (node.type === 'TemplateLiteral' && node.expressions.length === 0) return node.quasis[0].value.cooked
  return null
}

/**
 * @param {string} path of the file; its extension says how to read it
 * @param {string} text of the file
 * @returns {string[]} what it imports, as written, types included; of a file with a syntax error, which its own
 *   lint reports, what could be read
 */
export function importsOf(path, text) {
  const code = path.endsWith('.svelte') ? scriptsOf(text) : text
  /** @type {string[]} */
  const targets = []
  const visitors = importVisitors((source) => {
    const target = staticText(source)
    if (target !== null) targets.push(target)
  })
  new Visitor(visitors).visit(parseSync('file.ts', code).program)
  return targets
}

/** @param {string} component @returns {string} the text of its script elements */
function scriptsOf(component) {
  return [...component.matchAll(/<script\b[^>]*>([^]*?)<\/script>/g)].map(([, code]) => code).join('\n')
}

/**
 * @param {string} from path of the importing file, with slashes
 * @param {string} specifier what it imports, as written
 * @returns {string | null} the path it means, which may lack the extension; null when it is no relative path
 */
export function pathOf(from, specifier) {
  const target = specifier.replace(/[?#].*$/, '')
  return /^\.{1,2}(\/|$)/.test(target) ? posix.join(posix.dirname(from), target) : null
}

/**
 * @param {string} from path of the importing file, with slashes
 * @param {string} specifier what it imports, as written
 * @param {(path: string) => boolean} exists
 * @returns {string | null} the file it means; null when that is none of those that exist
 */
export function fileOf(from, specifier, exists) {
  const path = pathOf(from, specifier)
  if (path === null) return null
  const ends = ['', '.ts', '.svelte.ts', '/index.ts']
  return ends.map((end) => path + end).find(exists) ?? null
}
