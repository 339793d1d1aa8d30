// The walls between the app's rooms, as a table, and the lint rule that keeps them from a file's own imports.
import { isBuiltin } from 'node:module'
import { dirname, relative, resolve, sep } from 'node:path'
import { ROOT } from '../setup/paths.mjs'

/**
 * @typedef {object} Room
 * @property {string[]} may the rooms it may import besides itself
 * @property {boolean} node whether it may import Node's built-in modules
 * @property {string[] | 'any'} packages the npm packages it may import; those of OWNERS only where it is an owner
 */

const CONTRACT = 'src/preload/contract'
/** What every room of the main process may build on. */
const GROUND = [CONTRACT, 'src/main/names', 'src/main/sqlite']

/**
 * @param {string[]} may
 * @returns {Room}
 */
const mainRoom = (...may) => ({
  may: [...GROUND, ...may.map((name) => `src/main/${name}`)],
  node: true,
  packages: 'any',
})

/**
 * Every room under src, by its path: a folder, or a file that is a room of its own.
 *
 * @type {Record<string, Room>}
 */
export const ROOMS = {
  [CONTRACT]: { may: [], node: false, packages: ['valibot'] },
  'src/preload/index.ts': { may: [CONTRACT], node: false, packages: ['electron'] },
  'src/renderer': { may: [CONTRACT], node: false, packages: 'any' },

  'src/main/names': mainRoom(),
  'src/main/sqlite': mainRoom(),
  'src/main/tables': mainRoom(),
  'src/main/profile': mainRoom('dns', 'tables'),
  'src/main/dns-hosts': mainRoom(),
  'src/main/dns': mainRoom(),
  'src/main/provider': mainRoom(),
  'src/main/cache': mainRoom(),
  'src/main/embedded': mainRoom('dns'),
  'src/main/accounts': mainRoom('profile', 'provider'),
  'src/main/domains': mainRoom('accounts', 'cache', 'dns', 'profile', 'provider', 'dns-hosts', 'tables'),
  'src/main/ipc': mainRoom('accounts', 'app', 'cache', 'domains', 'profile', 'dns-hosts'),
  // Where the rooms are put together.
  'src/main/app': mainRoom(
    ...['accounts', 'cache', 'dns', 'domains', 'embedded', 'ipc', 'profile', 'provider', 'dns-hosts'],
  ),
  'src/main/index.ts': mainRoom('app'),
  // The embedded service without the app: nothing of Electron is there.
  'src/main/serve': mainRoom('app', 'dns', 'embedded'),
}

/**
 * Packages that bind a room to a runtime or a native module, and who may import them.
 *
 * @type {Record<string, string[]>}
 */
export const OWNERS = {
  electron: ['src/main/app', 'src/main/ipc', 'src/main/index.ts', 'src/preload/index.ts'],
  'electron-log': ['src/main/app'],
  keytar: ['src/main/accounts'],
  'better-sqlite3': ['src/main/sqlite', 'src/main/cache', 'src/main/embedded', 'src/main/profile'],
}

/** Files outside src that belong to the app and hold no code. */
const DATA = ['resources', 'package.json']

/**
 * @param {string} path relative to the clone, with slashes; an import's target may lack the extension
 * @returns {string | null} the room it is in
 */
export function roomOf(path) {
  return (
    Object.keys(ROOMS).find(
      (room) => path === room || path === room.replace(/\.ts$/, '') || path.startsWith(`${room}/`),
    ) ?? null
  )
}

/**
 * @param {string} from path of the importing file, relative to the clone, with slashes
 * @param {string} specifier what it imports, as written
 * @returns {string | null} why it may not, as one sentence; null when it may
 */
export function judge(from, specifier) {
  const name = roomOf(from)
  if (name === null) return `${from} is in no room: add its folder to the table in scripts/lint/walls.mjs.`
  const room = /** @type {Room} */ (ROOMS[name])
  const target = specifier.replace(/[?#].*$/, '')

  if (/^[./]/.test(target)) {
    if (target.startsWith('/')) return `${name} may import by relative path only.`
    const path = relative(ROOT, resolve(ROOT, dirname(from), target))
      .split(sep)
      .join('/')
    if (DATA.some((data) => path === data || path.startsWith(`${data}/`))) return null
    const other = roomOf(path)
    if (other === null) return `${path} is in no room of src, so nothing in src may import it.`
    return other === name || room.may.includes(other) ? null : `${name} may not import ${other}.`
  }

  if (isBuiltin(target)) return room.node ? null : `${name} may not import Node's ${target}.`
  if (/^[a-z]+:/.test(target)) return `${name} may not import by address.`
  const packageName = target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/')
  const owners = OWNERS[packageName]
  if (owners !== undefined && !owners.includes(name)) {
    return `${name} may not import ${packageName}: only ${owners.join(', ')} may.`
  }
  if (room.packages !== 'any' && !room.packages.includes(packageName)) {
    return `${name} may not import ${packageName}: only ${room.packages.join(', ')}.`
  }
  return null
}

/** @type {import('eslint').Rule.RuleModule} */
export const walls = {
  meta: {
    type: 'problem',
    docs: { description: 'keep the walls between the rooms of src' },
    schema: [],
    messages: {
      wall: '{{reason}}',
      unreadable: 'An import whose target is computed cannot be judged: write the target as a plain string.',
    },
  },
  create(context) {
    const from = relative(ROOT, context.filename).split(sep).join('/')
    if (!from.startsWith('src/')) return {}

    /** @param {any} source */
    const check = (source) => {
      const target = staticText(source)
      const reason = target === null ? null : judge(from, target)
      if (target === null) context.report({ node: source, messageId: 'unreadable' })
      else if (reason !== null) context.report({ node: source, messageId: 'wall', data: { reason } })
    }
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
  },
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
function staticText(node) {
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value
  if (node.type === 'TSLiteralType') return staticText(node.literal)
  if (node.type === 'TemplateLiteral' && node.expressions.length === 0) return node.quasis[0].value.cooked
  return null
}
