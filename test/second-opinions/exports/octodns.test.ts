import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import type { ExportResult } from '../../../src/preload/contract/export-format'
import { written } from '../../unit/dns-hosts/exports/reading'
import { answerOf, isLacking } from '../programs'
import { expected, SETS } from './sets'
import { readOctoDns, readZoneFiles, type WrittenBack } from './zone-files'

/** What `octodns-sync` runs. */
const SYNC = 'import sys; from octodns.cmds.sync import main; sys.exit(main())'
const ZONES = SETS.map(({ zone }) => zone)

/**
 * octodns-bind 1.1 writes a backslash into a zone file without escaping it, where it escapes what follows, and ends
 * with an IndexError on 255 of them. octoDNS's own objects have them right, and no provider's record has one.
 */
const WRITABLE = SETS.map((set) => ({
  ...set,
  records: set.records.filter(({ value }) => !value.includes('\\')),
}))

describe.skipIf(isLacking('python'))('octoDNS', () => {
  const folder = mkdtempSync(join(tmpdir(), 'zonedesk-octodns-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  function put(subfolder: string, result: ExportResult): string {
    const path = join(folder, subfolder)
    mkdirSync(path)
    for (const { fileName, text } of result.files) writeFileSync(join(path, fileName), text)
    return path
  }

  describe('reading', () => {
    const result = written('octodns', SETS)
    let read: WrittenBack
    beforeAll(async () => {
      read = await readOctoDns(put('all', result), ZONES)
    })

    it.each(ZONES)('has the records of %s', (zone) => {
      expect(read.records[zone]).toEqual(expected(result)[zone])
    })

    it('is given all but what it cannot carry', () => {
      expect(read.records['hard.example']!.length).toBeGreaterThan(100)
      for (const { reason } of result.leftOut) expect(reason).toMatch(/octoDNS/)
    })
  })

  describe('writing a zone file', () => {
    const result = written('octodns', WRITABLE)
    let ours: string
    let back: WrittenBack
    beforeAll(async () => {
      ours = put('ours', result)
      const zones = ZONES.map((zone) => [`${zone}.`, { sources: ['ours'], targets: ['bind'] }])
      const theirs = join(folder, 'theirs')
      const config = {
        providers: {
          ours: { class: 'octodns.provider.yaml.YamlProvider', directory: ours },
          bind: { class: 'octodns_bind.ZoneFileProvider', directory: theirs, file_extension: '.zone' },
        },
        zones: Object.fromEntries(zones) as unknown,
      }
      writeFileSync(join(folder, 'config.yaml'), stringify(config))
      await sync()
      back = await readZoneFiles(theirs)
    })

    function sync(): Promise<string> {
      const args = ['--config-file', join(folder, 'config.yaml'), '--doit', '--force', '--quiet']
      return answerOf('python', ['-c', SYNC, ...args], { cwd: folder })
    }

    it.each(ZONES)('puts the records of %s into it', (zone) => {
      expect(back.records[zone]).toEqual(expected(result, WRITABLE)[zone])
    })

    it('keeps the TTL', () => {
      expect(back.ttls).toEqual([3600])
    })

    it('refuses names out of order, so that reading is a test', async () => {
      const unsorted = '---\nz:\n  type: A\n  value: 192.0.2.1\na:\n  type: A\n  value: 192.0.2.1\n'
      writeFileSync(join(ours, 'example.org.yaml'), unsorted)
      await expect(sync()).rejects.toThrow(/order/i)
    })
  })
})
