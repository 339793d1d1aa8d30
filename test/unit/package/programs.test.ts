import { expect, it } from 'vitest'
import { requirePrograms } from '../../../scripts/package/programs.mjs'

it('is content when every program is there', () => {
  expect(() => requirePrograms(['deb', 'tar.gz', 'rpm', 'AppImage'], () => true)).not.toThrow()
})

it('says what is missing for which package, where it comes from, and how to do without', () => {
  const without = (name: string) => (program: string) => program !== name
  expect(() => requirePrograms(['deb', 'rpm'], without('rpmbuild'))).toThrow(
    'To make the rpm, rpmbuild must be installed: it comes with rpm and xz-utils (in Fedora: rpm-build and xz). ' +
      'Install it, or leave this package out: npm run package -- --target LIST.',
  )
})

it('asks for no program of a package that is not wanted', () => {
  expect(() => requirePrograms(['tar.gz'], (program) => ['tar', 'gzip'].includes(program))).not.toThrow()
})
