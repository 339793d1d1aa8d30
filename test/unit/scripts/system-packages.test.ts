import { describe, expect, it } from 'vitest'
import {
  installedPackages,
  missingPackages,
  namesToInstall,
  wantedPackages,
} from '../../../scripts/setup/system-packages.mjs'

const BARE = { display: false, bus: false }
const DESKTOP = { display: true, bus: true }

function namesOf(wanted: { names: string[] }[]): string[] {
  return wanted.flatMap(({ names }) => names)
}

describe('wantedPackages', () => {
  it('asks a bare machine for a display, a bus and a keyring, and for no compiler', () => {
    const names = namesOf(wantedPackages({ purpose: 'start', ...BARE }))
    expect(names).toEqual(expect.arrayContaining(['xvfb', 'dbus', 'gnome-keyring', 'libsecret-1-0']))
    for (const name of ['g++', 'make', 'python3', 'libsecret-1-dev']) expect(names).not.toContain(name)
  })

  it('asks a desktop only for what the window itself loads', () => {
    const names = namesOf(wantedPackages({ purpose: 'start', ...DESKTOP }))
    expect(names).toContain('libnss3')
    for (const name of ['xvfb', 'dbus', 'gnome-keyring', 'g++', 'knot']) expect(names).not.toContain(name)
  })

  it('gives the tests their own keyring and a DNS server, also on a desktop', () => {
    const wanted = wantedPackages({ purpose: 'test', ...DESKTOP })
    const needed = namesOf(wanted.filter((one) => one.needed))
    expect(needed).toEqual(expect.arrayContaining(['dbus', 'gnome-keyring', 'knot']))
    // With a display already there, a virtual one is better and not indispensable.
    expect(wanted.find(({ names }) => names.includes('xvfb'))?.needed).toBe(false)
  })

  it('asks for the packages of the second opinions in their own run alone, and lives without them', () => {
    const own = wantedPackages({ purpose: 'second-opinions', ...BARE })
    expect(namesOf(own)).toEqual(expect.arrayContaining(['python3-dkim', 'python3-authheaders']))
    expect(own.filter(({ needed }) => needed)).toEqual([])
    for (const purpose of ['start', 'test'] as const) {
      const names = namesOf(wantedPackages({ purpose, ...BARE }))
      expect(names).not.toContain('python3-dkim')
      expect(names).not.toContain('python3-authheaders')
    }
  })

  it('asks for what makes the wanted packages, for the libraries they name, and for no display', () => {
    const namesFor = (...targets: string[]): string[] =>
      namesOf(wantedPackages({ purpose: 'package', ...BARE, targets }))
    expect(namesFor('deb')).toEqual(expect.arrayContaining(['dpkg-dev', 'binutils', 'libgtk-3-0']))
    for (const name of ['rpm', 'xvfb', 'gnome-keyring', 'knot']) expect(namesFor('deb')).not.toContain(name)
    expect(namesFor('rpm', 'tar.gz')).toContain('rpm')
    for (const purpose of ['start', 'test'] as const) {
      expect(namesOf(wantedPackages({ purpose, ...BARE }))).not.toContain('dpkg-dev')
    }
  })

  it('needs a virtual display only where there is no other', () => {
    const wanted = wantedPackages({ purpose: 'start', ...BARE })
    expect(wanted.find(({ names }) => names.includes('xvfb'))?.needed).toBe(true)
  })
})

describe('installedPackages', () => {
  it('takes installed packages and leaves removed, unknown and half-installed ones', () => {
    const listing = 'ii  libnss3\nrc  xvfb\nun  knot\niU  dbus\nii  g++\n'
    expect(installedPackages(listing)).toEqual(new Set(['libnss3', 'g++']))
  })

  it('reads an empty listing as nothing installed', () => {
    expect(installedPackages('')).toEqual(new Set())
  })
})

describe('missingPackages', () => {
  const gtk = { names: ['libgtk-3-0t64', 'libgtk-3-0'], needed: true }

  it('is satisfied by a package under any of its names', () => {
    expect(missingPackages([gtk], new Set(['libgtk-3-0']))).toEqual([])
    expect(missingPackages([gtk], new Set(['libgtk-3-0t64']))).toEqual([])
  })

  it('names what is not there', () => {
    expect(missingPackages([gtk], new Set(['libnss3']))).toEqual([gtk])
  })
})

describe('namesToInstall', () => {
  const sound = { names: ['libasound2t64', 'libasound2'], needed: true }

  it('uses the name the release has', () => {
    expect(namesToInstall([sound], new Set(['libasound2']))).toEqual(['libasound2'])
    expect(namesToInstall([sound], new Set(['libasound2t64', 'libasound2']))).toEqual(['libasound2t64'])
  })

  it('falls back to the older name when the release says nothing', () => {
    expect(namesToInstall([sound], new Set())).toEqual(['libasound2'])
  })
})
