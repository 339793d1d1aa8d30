// The walls between the app's rooms, as a table, and the lint rule that keeps them from a file's own imports.
import { isBuiltin } from 'node:module'
import { importVisitors, pathInClone, pathOf, staticText } from './imports.mjs'

/**
 * @typedef {object} Room
 * @property {string[]} may the rooms it may import besides itself
 * @property {boolean} node whether it may import Node's built-in modules
 * @property {string[] | 'any'} packages the npm packages it may import; a package of OWNERS only if the room is an owner
 */

const CONTRACT = 'src/preload/contract'
/** What every room of the main process may build on; each of them builds on the contract alone. */
export const GROUND = [CONTRACT, 'src/main/async', 'src/main/names', 'src/main/network', 'src/main/sqlite']
/** @type {Room} */
const GROUND_ROOM = { may: [CONTRACT], node: true, packages: 'any' }

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
 * The floors of the window, lowest first. `*` stands for one folder of any name, so each subject of the features is
 * a room of its own, which no other subject may import.
 */
export const FLOORS = [
  'base',
  'ui',
  'state',
  'parts',
  'features/*',
  'panes',
  'shell',
  'App.svelte',
  'main.ts',
]

/** @returns {Record<string, Room>} each floor, which may import those below it */
function windowFloors() {
  const paths = FLOORS.map((floor) => `src/renderer/${floor}`)
  return Object.fromEntries(
    paths.map((path, i) => [path, { may: [CONTRACT, ...paths.slice(0, i)], node: false, packages: 'any' }]),
  )
}

/**
 * Every room under src, by its path: a folder, `*` for each folder at that place, or a file that is a room of its own.
 *
 * @type {Record<string, Room>}
 */
export const ROOMS = {
  [CONTRACT]: { may: [], node: false, packages: ['valibot'] },
  'src/preload/index.ts': { may: [CONTRACT], node: false, packages: ['electron'] },

  ...windowFloors(),

  'src/main/async': GROUND_ROOM,
  'src/main/names': GROUND_ROOM,
  'src/main/network': GROUND_ROOM,
  'src/main/sqlite': GROUND_ROOM,
  'src/main/tables': mainRoom(),
  'src/main/profile': mainRoom('dns', 'tables'),
  'src/main/dns-hosts': mainRoom(),
  'src/main/dns': mainRoom(),
  'src/main/provider': mainRoom(),
  'src/main/cache': mainRoom('dns'),
  'src/main/embedded': mainRoom('dns'),
  'src/main/accounts': mainRoom('profile', 'provider'),
  // Nothing else speaks to a DNS host.
  'src/main/zones': mainRoom('accounts', 'dns', 'profile'),
  'src/main/domains': mainRoom(
    ...['accounts', 'cache', 'dns', 'profile', 'provider', 'dns-hosts', 'tables', 'zones'],
  ),
  'src/main/samples': mainRoom('cache', 'dns', 'embedded', 'profile', 'provider'),
  'src/main/ipc': mainRoom(),
  'src/main/log': mainRoom(),
  'src/main/updates': mainRoom(),
  'src/main/moving': mainRoom('accounts', 'cache', 'embedded', 'profile'),
  'src/main/data-folder': mainRoom('cache', 'embedded', 'moving', 'profile'),
  // Where the rooms are put together.
  'src/main/app': mainRoom(
    ...['accounts', 'cache', 'data-folder', 'dns', 'dns-hosts', 'domains', 'embedded', 'ipc', 'moving'],
    ...['profile', 'provider', 'log', 'samples', 'serve', 'updates', 'zones'],
  ),
  'src/main/index.ts': mainRoom('app', 'data-folder', 'ipc', 'log'),
  // The embedded service without the app: nothing of Electron is there.
  'src/main/serve': mainRoom('dns', 'embedded', 'log'),
}

/**
 * Packages that bind a room to a runtime or a native module, and who may import them: a room, or one
 * file of it.
 *
 * @type {Record<string, string[]>}
 */
export const OWNERS = {
  electron: ['src/main/app', 'src/main/ipc', 'src/main/index.ts', 'src/preload/index.ts'],
  'electron-log': ['src/main/log'],
  'electron-updater': ['src/main/updates/electron-installer.ts'],
  keytar: ['src/main/accounts/keychain-keytar.ts'],
  '@napi-rs/keyring': ['src/main/accounts/keychain-napi.ts'],
  'better-sqlite3': [
    'src/main/sqlite',
    'src/main/cache',
    'src/main/embedded',
    'src/main/profile',
    'src/main/moving',
  ],
}

/** Files outside src that belong to the app and hold no code. */
const DATA = ['resources', 'docs/guide', 'package.json', 'LICENSE']

const ENTRANCES = Object.keys(ROOMS).map((key) => {
  const path = key.replace(/\.ts$/, '').replaceAll('.', '\\.').replaceAll('*', '[^/.]+')
  return { key, pattern: new RegExp(key.endsWith('.ts') ? `^${path}(\\.ts)?$` : `^(?<name>${path})(/|$)`) }
})

/**
 * @param {string} path relative to the clone, with slashes; an import's target may lack the extension
 * @returns {{ key: string, name: string } | null} the room it is in: its entry in the table, and its own path
 */
export function roomOf(path) {
  for (const { key, pattern } of ENTRANCES) {
    const match = pattern.exec(path)
    if (match !== null) return { key, name: match.groups?.['name'] ?? key }
  }
  return null
}

/**
 * @param {string} from path of the importing file, relative to the clone, with slashes
 * @param {string} specifier what it imports, as written
 * @returns {string | null} why it may not, as one sentence; null when it may
 */
export function judge(from, specifier) {
  const place = roomOf(from)
  if (place === null) return `${from} is in no room: add its folder to the table in scripts/lint/walls.mjs.`
  const { key, name } = place
  const room = /** @type {Room} */ (ROOMS[key])
  const target = specifier.replace(/[?#].*$/, '')

  if (target.startsWith('/')) return `${name} may import by relative path only.`
  const path = pathOf(from, target)
  if (path !== null) {
    if (DATA.some((data) => path === data || path.startsWith(`${data}/`))) return null
    const other = roomOf(path)
    if (other === null) return `${path} is in no room of src, so nothing in src may import it.`
    return other.name === name || room.may.includes(other.key)
      ? null
      : `${name} may not import ${other.name}.`
  }

  if (isBuiltin(target)) return room.node ? null : `${name} may not import Node's ${target}.`
  if (/^[a-z]+:/.test(target)) return `${name} may not import by address.`
  const packageName = target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/')
  const owners = OWNERS[packageName]
  if (owners !== undefined && !owners.includes(key) && !owners.includes(from)) {
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
    const from = pathInClone(context.filename)
    if (!from.startsWith('src/')) return {}

    return importVisitors((source) => {
      const target = staticText(source)
      const reason = target === null ? null : judge(from, target)
      if (target === null) context.report({ node: source, messageId: 'unreadable' })
      else if (reason !== null) context.report({ node: source, messageId: 'wall', data: { reason } })
    })
  },
}
