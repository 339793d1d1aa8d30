import { describe, expect, it } from 'vitest'
import { releaseNotes } from '../../../scripts/release/changelog.mjs'
import { page } from '../docs/pages'

const CHANGELOG =
  '# Changelog\n\n## Unreleased\n\n## 1.2.0 - 2026-01-02\n\n### Added\n\n- A.\n\n## 1.2 - 2025-01-01\n\n- B.\n'

describe('releaseNotes', () => {
  it('takes the section of the version, and its date', () => {
    expect(releaseNotes(CHANGELOG, '1.2.0')).toEqual({ date: '2026-01-02', text: '### Added\n\n- A.\n' })
  })

  it.each(['1.2', '1.20', '1.3.0'])(
    'refuses %s when it has no section of its own, or none with a text',
    (version) => {
      if (version === '1.2') expect(releaseNotes(CHANGELOG, version).text).toBe('- B.\n')
      else expect(() => releaseNotes(CHANGELOG, version)).toThrow(`no section "## ${version} - DATE"`)
    },
  )

  it('refuses a section without a text', () => {
    expect(() => releaseNotes('## 1.0.0 - 2026-01-02\n\n## 0.9.0 - 2025-01-01\n\n- B.\n', '1.0.0')).toThrow(
      'needs a date and a text',
    )
  })
})

describe('CHANGELOG.md', () => {
  it('has the version of the package, and what the software centres show has the same date', () => {
    const { version } = JSON.parse(page('package.json')) as { version: string }
    const { date } = releaseNotes(page('CHANGELOG.md'), version)
    const metainfo = page('resources/linux/org.zonedesk.Zonedesk.metainfo.xml')
    expect(/<release version="([^"]+)" date="([^"]+)"/.exec(metainfo)?.slice(1)).toEqual([version, date])
  })
})
