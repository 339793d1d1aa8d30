// What the packages of every platform are made of. What depends on the run (the Electron, the compression, the folder)
// is added by scripts/package/pack.mjs; what each target is, and whether it is tested: docs/packaging.md.
import { WANTED_FUSES } from './scripts/package/fuses.mjs'

// electron-builder leaves the last one as Electron has it: on.
const { wasmTrapHandlers: _, ...fuses } = WANTED_FUSES

/**
 * The app's own files, and what is left out of its two native modules: they carry the sources of SQLite and binaries
 * for every platform, and a package keeps what it loads. Each platform has the whole list, because electron-builder
 * takes a platform's list of exclusions alone for "everything but these".
 *
 * @param {string[]} binaries the names that both modules give the binaries to keep
 */
function filesWith(...binaries) {
  const others = `!(${binaries.join('|')})`
  return [
    'out/**',
    '!out/.sources',
    'resources/icon.png',
    'package.json',
    'LICENSE',
    '!**/node_modules/**/{README.md,binding.gyp}',
    '!**/node_modules/node-addon-api{,/**}',
    '!**/node_modules/better-sqlite3/{deps,src}{,/**}',
    '!**/node_modules/better-sqlite3/lib/{linux,linuxmusl,darwin,win32}-*.js',
    `!**/node_modules/better-sqlite3/prebuilds/${others}.node`,
    '!**/node_modules/keytar/{src,script}{,/**}',
    `!**/node_modules/keytar/prebuilds/${others}{,/**}`,
  ]
}

const SYNOPSIS = 'Administer sending domains at a Mailgun-compatible provider'
const DESCRIPTION =
  'Zonedesk finds a sending domain, shows which of its DNS records are missing or different and why, gives the right ' +
  'values in the form that the DNS host takes, and verifies again. It works on a local cache and stays readable offline.'

/** @type {import('electron-builder').Configuration} */
export default {
  appId: 'org.zonedesk.Zonedesk',
  productName: 'Zonedesk',
  copyright: 'Copyright (c) 2026 The Zonedesk contributors',
  directories: { output: 'dist', buildResources: 'resources' },
  // The window speaks English; src/main/app/language.ts chooses between these two.
  electronLanguages: ['en-US', 'en-GB'],
  // Their binaries come ready made with the npm packages: nothing is compiled.
  npmRebuild: false,
  // Nothing is published by packing.
  publish: null,
  // Only the binaries themselves stand beside the archive, not the packages they are in.
  asar: { smartUnpack: false },
  asarUnpack: ['**/*.node'],
  electronFuses: fuses,
  protocols: [{ name: 'Zonedesk', schemes: ['zonedesk'] }],
  afterPack: './scripts/package/after-pack.mjs',

  linux: {
    target: ['deb', 'tar.gz'],
    executableName: 'zonedesk',
    syncDesktopName: true,
    category: 'Network',
    desktop: {
      entry: {
        GenericName: 'Sending Domains',
        Keywords: 'DNS;DKIM;SPF;DMARC;MX;Mailgun;email;domain;zone;',
        StartupNotify: 'true',
        // SingleMainWindow of the specification's version 1.5 is an error to older validators.
        'X-GNOME-SingleWindow': 'true',
      },
    },
    maintainer: 'The Zonedesk contributors <zonedesk@zonedesk.invalid>',
    vendor: 'The Zonedesk contributors',
    synopsis: SYNOPSIS,
    // What a desktop shows beside the name; the packages say more: below.
    description: 'Find what is missing in the DNS of your sending domains, and set it right',
    icon: 'resources/icons',
    files: filesWith('linux-${arch}'),
  },
  deb: {
    artifactName: '${name}_${version}_${arch}.${ext}',
    packageCategory: 'net',
    priority: 'optional',
    // scripts/package/fpm.mjs asks dpkg-shlibdeps what the binaries need.
    depends: [],
    recommends: ['xdg-utils', 'gnome-keyring | kwalletmanager | keepassxc'],
    fpm: ['--description', `${SYNOPSIS}\n${DESCRIPTION}`],
    afterInstall: 'scripts/package/linux/postinst',
    afterRemove: 'scripts/package/linux/postrm',
  },
  rpm: {
    artifactName: '${name}-${version}.${arch}.${ext}',
    // rpmbuild finds what the binaries need.
    depends: [],
    fpm: ['--description', DESCRIPTION],
  },
  appImage: {
    artifactName: '${name}-${version}-${arch}.${ext}',
  },
  // A static runtime: the file starts without libfuse2, and its desktop file does not turn the sandbox off.
  toolsets: { appimage: '1.0.3' },

  win: {
    target: [{ target: 'nsis', arch: ['x64'] }],
    icon: 'resources/icon.ico',
    files: filesWith('win32-${arch}'),
  },
  nsis: {
    artifactName: '${name}-${version}-setup.${ext}',
    oneClick: false,
    perMachine: false,
    allowToChangeInstallationDirectory: true,
    // Accounts, settings and notes are the user's own, and stay.
    deleteAppDataOnUninstall: false,
  },

  mac: {
    target: [{ target: 'dmg', arch: ['universal'] }],
    icon: 'resources/icon.icns',
    category: 'public.app-category.developer-tools',
    artifactName: '${name}-${version}-${arch}.${ext}',
    hardenedRuntime: true,
    // A universal package holds the binaries of both architectures.
    files: filesWith('darwin-x64', 'darwin-arm64'),
    // The same file in both halves that is no Mach-O program would be an error without this.
    x64ArchFiles: '**/prebuilds/darwin-*/**',
  },
  dmg: {
    artifactName: '${name}-${version}-${arch}.${ext}',
  },
}
