import { join, posix } from 'node:path'
import { RuleTester } from 'eslint'
import { parser } from 'typescript-eslint'
import { describe, expect, it } from 'vitest'
import { FLOORS, GROUND, judge, roomOf, ROOMS, walls } from '../../../scripts/lint/walls.mjs'
import { ROOT } from '../../../scripts/setup/paths.mjs'

RuleTester.describe = describe
RuleTester.it = it
const tester = new RuleTester({ languageOptions: { parser } })

const CONTRACT = '../../preload/contract/failure'

/** A file of each floor of the window, lowest first: of those that are files, the floor itself. */
const ON_FLOORS = FLOORS.map((floor) => `src/renderer/${floor.replace('*', 'bulk')}`)
/** Importers on each floor of folders, as a module and as a component; then the files that are floors. */
const IMPORTERS = ON_FLOORS.flatMap((floor) =>
  isFile(floor) ? [floor] : [`${floor}/file.ts`, `${floor}/File.svelte`, `${floor}/folder/file.svelte.ts`],
)

/** What may be imported where: file, import. */
const ALLOWED: [string, string][] = [
  ['src/preload/contract/domain.ts', 'valibot'],
  ['src/preload/contract/domain.ts', './channel'],
  ['src/preload/index.ts', 'electron'],
  ['src/preload/index.ts', './contract'],
  ['src/renderer/state/api.ts', '../../preload/contract'],
  ['src/renderer/state/api.ts', './failures.svelte'],
  ['src/renderer/state/list/domain-list.svelte.ts', '../domain/open-check.svelte'],
  ['src/renderer/features/dns-hosts/setup/Setup.svelte', '../presets/preset'],
  ['src/renderer/App.svelte', 'svelte/reactivity'],
  ['src/renderer/App.svelte', '@lucide/svelte/icons/x'],
  ...IMPORTERS.flatMap((from): [string, string][] => [
    [from, upTo(from, 'src/preload/contract/failure')],
    ...ON_FLOORS.filter((floor) => levelOf(floor) < levelOf(from)).map((floor): [string, string] => [
      from,
      upTo(from, isFile(floor) ? floor : `${floor}/file`),
    ]),
  ]),
  ['src/main/app/window.ts', 'electron'],
  ['src/main/log/log.ts', 'electron-log/main'],
  ['src/main/app/window.ts', '../../../resources/icon.png?asset'],
  ['src/main/ipc/bind.ts', 'electron'],
  ['src/main/index.ts', 'electron'],
  ['src/main/index.ts', './app/run'],
  ['src/main/app/run.ts', '../embedded/service'],
  ['src/main/accounts/keychain-keytar.ts', 'keytar'],
  ['src/main/accounts/keychain-napi.ts', '@napi-rs/keyring'],
  ['src/main/sqlite/open.ts', 'better-sqlite3'],
  ['src/main/cache/open.ts', 'better-sqlite3'],
  ['src/main/cache/rows/key-writing.ts', '../../dns/diagnosis/records/dkim-key'],
  ['src/main/embedded/store.ts', 'better-sqlite3'],
  ['src/main/profile/store.ts', 'better-sqlite3'],
  ['src/main/embedded/verify.ts', '../dns/resolve'],
  ['src/main/domains/domain-service.ts', '../cache/cache'],
  ['src/main/domains/domain-service.ts', '../provider/client/client'],
  ['src/main/ipc/bind.ts', '../../preload/contract'],
  ['src/main/app/services.ts', '../ipc/later-handlers'],
  ...mainRooms().flatMap((room): [string, string][] => [
    [`${room}/file.ts`, CONTRACT],
    [`${room}/file.ts`, './neighbour'],
    [`${room}/file.ts`, 'node:path'],
    [`${room}/file.ts`, 'valibot'],
  ]),
  ...mainRooms()
    .filter((room) => !GROUND.includes(room))
    .flatMap((room): [string, string][] => [
      [`${room}/file.ts`, '../names/domain-name'],
      [`${room}/file.ts`, '../sqlite/open'],
    ]),
  ['src/main/names/file.ts', '../names/domain-name'],
  ['src/main/sqlite/file.ts', '../sqlite/open'],
]

/** What may not, with a part of the reason. */
const FORBIDDEN: [string, string, string][] = [
  ['src/renderer/state/api.ts', '../../main/cache/cache', 'src/renderer/state may not import src/main/cache'],
  [
    'src/renderer/state/api.ts',
    '../../preload/index',
    'src/renderer/state may not import src/preload/index.ts',
  ],
  ['src/renderer/state/api.ts', 'electron', 'src/renderer/state may not import electron'],
  ['src/renderer/state/api.ts', 'electron/renderer', 'src/renderer/state may not import electron'],
  ['src/renderer/state/api.ts', 'node:fs', "src/renderer/state may not import Node's node:fs"],
  ['src/renderer/state/api.ts', 'path', "src/renderer/state may not import Node's path"],
  ['src/renderer/state/api.ts', 'better-sqlite3', 'src/renderer/state may not import better-sqlite3'],
  ['src/renderer/state/api.ts', '/src/main/index.ts', 'by relative path only'],
  ['src/renderer/state/api.ts', 'file:///somewhere.js', 'by address'],
  ...mainRooms().map((room): [string, string, string] => [
    `${room}/file.ts`,
    '../../renderer/state/api',
    `${room} may not import src/renderer/state`,
  ]),
  ...IMPORTERS.flatMap((from) =>
    ON_FLOORS.filter((floor) => levelOf(floor) > levelOf(from)).map((floor): [string, string, string] => [
      from,
      upTo(from, isFile(floor) ? floor : `${floor}/file`),
      `may not import ${floor}.`,
    ]),
  ),
  ...['file.ts', 'File.svelte', 'folder/File.svelte'].map((file): [string, string, string] => [
    `src/renderer/features/bulk/${file}`,
    upTo(`src/renderer/features/bulk/${file}`, 'src/renderer/features/notes/Notes.svelte'),
    'src/renderer/features/bulk may not import src/renderer/features/notes.',
  ]),
  ['src/renderer/features/file.ts', 'valibot', 'in no room'],
  ['src/renderer/lib/file.ts', 'valibot', 'in no room'],
  ['src/renderer/File.svelte', 'valibot', 'in no room'],
  ['src/main/domains/domain-service.ts', 'electron', 'src/main/domains may not import electron'],
  ['src/main/domains/domain-service.ts', '../embedded/server', 'may not import src/main/embedded'],
  ['src/main/domains/domain-service.ts', '../ipc/bind', 'may not import src/main/ipc'],
  ['src/main/ipc/bind.ts', '../domains/domain-service', 'may not import src/main/domains'],
  ['src/main/serve/run.ts', '../app/log', 'may not import src/main/app'],
  ['src/main/index.ts', './cache/cache', 'src/main/index.ts may not import src/main/cache'],
  ...pairs(['cache', 'dns', 'dns-hosts', 'provider'])
    // The cache keeps how long a DKIM key is, which the diagnosis reads from its record.
    .filter(([from, to]) => from !== 'cache' || to !== 'dns')
    .map(([from, to]): [string, string, string] => [
      `src/main/${from}/file.ts`,
      `../${to}/file`,
      `src/main/${from} may not import src/main/${to}`,
    ]),
  ...['cache', 'dns', 'dns-hosts', 'provider'].map((room): [string, string, string] => [
    `src/main/${room}/file.ts`,
    '../domains/domain-service',
    'may not import src/main/domains',
  ]),
  ...['provider', 'cache', 'domains', 'accounts'].map((room): [string, string, string] => [
    'src/main/embedded/routes.ts',
    `../${room}/file`,
    `src/main/embedded may not import src/main/${room}`,
  ]),
  ['src/main/names/domain-name.ts', '../cache/cache', 'src/main/names may not import src/main/cache'],
  ['src/main/sqlite/open.ts', '../cache/cache', 'src/main/sqlite may not import src/main/cache'],
  ['src/main/names/domain-name.ts', '../sqlite/open', 'src/main/names may not import src/main/sqlite'],
  ['src/main/sqlite/open.ts', '../names/domain-name', 'src/main/sqlite may not import src/main/names'],
  ['src/main/cache/cache.ts', 'electron', 'src/main/cache may not import electron'],
  ['src/main/domains/domain-service.ts', 'keytar', 'only src/main/accounts/keychain-keytar.ts may'],
  ['src/main/accounts/keychain.ts', 'keytar', 'only src/main/accounts/keychain-keytar.ts may'],
  ['src/main/accounts/keychain.ts', '@napi-rs/keyring', 'only src/main/accounts/keychain-napi.ts may'],
  ['src/main/domains/domain-service.ts', 'better-sqlite3', 'may not import better-sqlite3'],
  ['src/main/accounts/accounts.ts', 'better-sqlite3', 'may not import better-sqlite3'],
  ['src/preload/contract/domain.ts', 'electron', 'src/preload/contract may not import electron'],
  ['src/preload/contract/domain.ts', 'tldts', 'src/preload/contract may not import tldts'],
  ['src/preload/contract/domain.ts', 'node:path', "may not import Node's node:path"],
  ['src/preload/contract/domain.ts', '../index', 'may not import src/preload/index.ts'],
  ['src/preload/contract/domain.ts', '../../main/names/domain-name', 'may not import src/main/names'],
  ['src/preload/index.ts', '../main/index', 'may not import src/main/index.ts'],
  ['src/preload/index.ts', 'node:fs', "may not import Node's node:fs"],
  ['src/main/cache/cache.ts', '../../../test/dns-server/knot', 'in no room'],
  ['src/main/cache/cache.ts', '../attic/file', 'in no room'],
  ['src/main/attic/file.ts', 'valibot', 'in no room'],
]

/** Every way a file can import, with the target left out. */
const FORMS: [string, (target: string) => string][] = [
  ['import', (target) => `import { x } from '${target}'; x()`],
  ['import for its effects', (target) => `import '${target}'`],
  ['import type', (target) => `import type { X } from '${target}'; export const x: X = 1`],
  ['export from', (target) => `export { x } from '${target}'`],
  ['export type from', (target) => `export type { X } from '${target}'`],
  ['export all', (target) => `export * from '${target}'`],
  ['dynamic import', (target) => `void import('${target}')`],
  ['dynamic import of a template', (target) => `void import(\`${target}\`)`],
  ['type import expression', (target) => `export type X = import('${target}').X`],
  ['require', (target) => `require('${target}')`],
  ['require.resolve', (target) => `require.resolve('${target}')`],
  ['createRequire', (target) => `createRequire(import.meta.url)('${target}')`],
  ['module.require', (target) => `module.require('${target}')`],
  ['import assignment', (target) => `import x = require('${target}'); x()`],
  ['import with a query', (target) => `import x from '${target}?raw'; x()`],
  ['glob', (target) => `import.meta.glob('${target}')`],
  ['glob of several', (target) => `import.meta.glob(['./here', '${target}'])`],
  ['worker', (target) => `new Worker(new URL('${target}', import.meta.url))`],
]

describe('each wall', () => {
  it.each(ALLOWED)('%s may import %s', (from, target) => {
    expect(judge(from, target)).toBeNull()
  })

  it.each(FORBIDDEN)('%s may not import %s', (from, target, reason) => {
    expect(judge(from, target)).toContain(reason)
  })
})

tester.run('walls, in every form of import', walls, {
  valid: [
    ...FORMS.map(([name, write]) => ({
      name: `${name} within the room`,
      code: write('../cache/neighbour'),
      filename: join(ROOT, 'src/main/cache/cache.ts'),
    })),
    {
      name: 'a test may import anything',
      code: `import '../../src/main/index'`,
      filename: join(ROOT, 'test/unit/any.test.ts'),
    },
    {
      name: 'export without a source',
      code: 'export const x = 1',
      filename: join(ROOT, 'src/main/cache/cache.ts'),
    },
  ],
  invalid: [
    ...FORMS.map(([name, write]) => ({
      name: `${name} through the wall`,
      code: write('../provider/client/client'),
      filename: join(ROOT, 'src/main/cache/cache.ts'),
      errors: [{ messageId: 'wall', data: { reason: 'src/main/cache may not import src/main/provider.' } }],
    })),
    {
      name: 'a computed target',
      code: "const room = 'provider'; void import(`../${room}/client`)",
      filename: join(ROOT, 'src/main/cache/cache.ts'),
      errors: [{ messageId: 'unreadable' }],
    },
  ],
})

function isFile(floor: string): boolean {
  return /\.\w+$/.test(floor)
}

function levelOf(path: string): number {
  return ON_FLOORS.indexOf(roomOf(path)?.name ?? '')
}

/** What a file writes to import another, both relative to the clone. */
function upTo(from: string, to: string): string {
  const path = posix.relative(posix.dirname(from), to)
  return path.startsWith('.') ? path : `./${path}`
}

function mainRooms(): string[] {
  return Object.keys(ROOMS).filter((room) => room.startsWith('src/main/') && !room.endsWith('.ts'))
}

function pairs(rooms: string[]): [string, string][] {
  return rooms.flatMap((a) => rooms.filter((b) => b !== a).map((b): [string, string] => [a, b]))
}
