import { expect, it } from 'vitest'
import { createRandom } from '../unbreakable/random'
import type { OwnFiles } from '../../../src/main/moving/transfer/own-files'
import { WriteMode } from '../../../src/preload/contract/accounts'
import { addEmbedded, broughtIn, computer, dump, inDatabase, inProfile, saved } from './profiles'

const TEXTS = [
  'plain',
  'größe',
  '📚',
  'a\nb',
  "it's",
  '"quoted"',
  '\u2028',
  'x'.repeat(3_000),
  '%s \\ {}',
  '=1+1',
]

/** Fills a computer with whatever chance makes; every kind comes up, none in a fixed number. */
function fillByChance(files: OwnFiles, random: () => number): void {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!
  const times = (most: number, work: (at: number) => void): void => {
    const count = Math.floor(random() * most)
    for (let at = 0; at < count; at++) work(at)
  }
  inProfile(files, (profile) => {
    times(4, (at) =>
      profile.accounts.add({
        id: `id-${at}`,
        kind: 'provider',
        name: `Account ${at} ${pick(['é', '中', 'A'])}`,
        region: 'own',
        baseUrl: `https://api-${pick(['a', 'b'])}.example${pick(['', '/base'])}`,
        createdAt: Math.floor(random() * 1e12),
        includeSubaccounts: random() < 0.5,
        writeMode: pick(WriteMode.options),
      }),
    )
    const accounts = profile.accounts.list().map(({ id }) => id)
    const key = () => ({ accountId: pick(accounts), name: `d${Math.floor(random() * 8)}.example` })
    if (random() < 0.5)
      profile.settings.set({ theme: pick(['light', 'dark']), historyDays: Math.floor(random() * 99) })
    times(30, (at) =>
      profile.notes.apply(
        [
          {
            ...key(),
            add: random() < 0.7 ? [pick(['Tag', 'tag', 'größe', 'GRÖSSE', 'b', '📚'])] : [],
            remove: random() < 0.2 ? ['b'] : [],
            ...(random() < 0.5 && { note: pick(TEXTS) }),
          },
        ],
        at,
      ),
    )
    times(5, () =>
      profile.watches.put({
        ...key(),
        ...{
          state: pick(['waiting', 'done'] as const),
          since: Math.floor(random() * 1e6),
          looks: 1,
          lastAt: null,
        },
        ...{ nextAt: null, expectedBy: null, published: null, records: null, sentence: pick(TEXTS) },
      }),
    )
    times(4, (at) => profile.ownPresets.put(`own-host-${at}`, { id: `own-host-${at}`, name: pick(TEXTS) }))
    times(6, (at) => profile.zones.setPreset(`zone-${at}.example`, pick(['cloudflare', 'own-host-0'])))
    times(6, () => profile.zones.setOverride(key(), 'example'))
    times(4, () =>
      profile.drafts.set({ form: pick(['create', 'settings']), ...key() }, { name: pick(TEXTS), on: true }),
    )
  })
  const accounts = inProfile(files, (profile) => profile.accounts.list().map(({ id }) => id))
  inDatabase(files.history, (db) => {
    const entry = db.prepare(
      'INSERT INTO entry (account_id, name, at, source, changes, repeats, times, since) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    )
    times(60, (at) => {
      const repeats = random() < 0.3
      entry.run(
        ...[pick(accounts), `d${Math.floor(random() * 8)}.example`, Math.floor(random() * 1e6)],
        ...[pick(['sync', 'verify', 'check']), JSON.stringify([{ at, text: pick(TEXTS) }])],
        ...[repeats ? 1 : 0, repeats ? 4 : 1, repeats ? at : null],
      )
    })
    const snapshot = db.prepare(
      'INSERT INTO snapshot (account_id, name, at, label, content) VALUES (?, ?, ?, ?, ?)',
    )
    times(10, (at) =>
      snapshot.run(
        ...[
          pick(accounts),
          `d${Math.floor(random() * 8)}.example`,
          at,
          '',
          JSON.stringify({ text: pick(TEXTS) }),
        ],
      ),
    )
  })
  times(10, (at) =>
    addEmbedded(files, `e${at}.example`, {
      state: pick(['active', 'unverified']),
      wildcard: random() < 0.5 ? 1 : 0,
    }),
  )
}

it('whatever a computer has, an empty one has the same after the move', async () => {
  const random = createRandom(20261129)
  for (let round = 0; round < 12; round++) {
    const old = computer()
    fillByChance(old, random)
    const path = await saved(old)
    const now = computer()
    await broughtIn(now, path)
    expect([round, dump(now)]).toEqual([round, dump(old)])
  }
}, 240_000)

it('whatever two computers have, nothing of either is lost, and once more changes nothing', async () => {
  const random = createRandom(7)
  const key = ({
    id: _id,
    content: _content,
    changed_at: _at,
    spelling: _spelling,
    note: _note,
    ...row
  }: Record<string, unknown>) => JSON.stringify(row)
  for (let round = 0; round < 8; round++) {
    const [old, now] = [computer(), computer()]
    fillByChance(old, random)
    fillByChance(now, random)
    const before = dump(now)
    const path = await saved(old)
    const choice = round % 2 === 0 ? 'here' : 'file'
    const { plan, applied } = await broughtIn(now, path, choice)
    for (const { kind, added, different } of plan.kinds) {
      expect([round, kind, applied.get(kind)]).toEqual([
        ...[round, kind, { added, replaced: choice === 'file' ? different : 0 }],
      ])
    }
    const after = dump(now)
    for (const table of ['domain_tag', 'domain_note', 'entry', 'zone_override']) {
      const has = new Set((after[table] as Record<string, unknown>[]).map(key))
      for (const row of before[table] as Record<string, unknown>[]) expect(has.has(key(row))).toBe(true)
    }
    for (const [table, rows] of Object.entries(before)) {
      expect((after[table] ?? []).length).toBeGreaterThanOrEqual(rows.length)
      if (choice === 'here' && table !== 'entry' && table !== 'snapshot' && table !== 'domains') {
        expect([round, table, after[table]]).toEqual([round, table, expect.arrayContaining(rows) as unknown])
      }
    }
    const again = await broughtIn(now, path, choice)
    for (const { kind, added } of again.plan.kinds) expect([round, kind, added]).toEqual([round, kind, 0])
    if (choice === 'file') {
      expect(again.plan.conflictCount).toBe(0)
      expect(dump(now)).toEqual(after)
    }
  }
}, 240_000)
