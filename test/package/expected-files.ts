/** The files in the archive app.asar, by pattern. A file that no pattern knows must not be shipped unnoticed. */
export const IN_ARCHIVE: readonly RegExp[] = [
  /^build-info\.json$/,
  /^package\.json$/,
  /^LICENSE$/,
  /^out\/licences\.json$/,
  /^out\/main\/[\w-]+\.js$/,
  /^out\/main\/code-cache-(x64|arm64)\.bin$/,
  /^out\/preload\/index\.cjs$/,
  /^out\/renderer\/index\.html$/,
  /^out\/renderer\/assets\/[\w.-]+\.(js|css|svg|png|woff2)$/,
  /^resources\/icon\.png$/,
  /^node_modules\/better-sqlite3\/(package\.json|LICENSE)$/,
  /^node_modules\/better-sqlite3\/lib\/(binding|database|index|sqlite-error|util)\.js$/,
  /^node_modules\/better-sqlite3\/lib\/methods\/\w+\.js$/,
  /^node_modules\/better-sqlite3\/prebuilds\/linux-(x64|arm64)\.node$/,
  /^node_modules\/keytar\/(package\.json|LICENSE\.md)$/,
  /^node_modules\/keytar\/lib\/keytar\.js$/,
  /^node_modules\/keytar\/prebuilds\/linux-(x64|arm64)\/keytar\.node$/,
]

/** Files of the app's folder, beside the archive. */
export const IN_FOLDER: readonly RegExp[] = [
  /^LICENSE\.electron\.txt$/,
  /^LICENSES\.chromium\.html$/,
  /^(zonedesk|chrome-sandbox|chrome_crashpad_handler)$/,
  /^chrome_(100|200)_percent\.pak$/,
  /^resources\.pak$/,
  /^locales\/en-(US|GB)\.pak$/,
  /^icudtl\.dat$/,
  /^(snapshot_blob|v8_context_snapshot)\.bin$/,
  /^lib(EGL|GLESv2|ffmpeg|vk_swiftshader)\.so$/,
  /^libvulkan\.so\.1$/,
  /^vk_swiftshader_icd\.json$/,
  /^resources\/app\.asar$/,
  /^resources\/app\.asar\.unpacked\/node_modules\/better-sqlite3\/prebuilds\/linux-(x64|arm64)\.node$/,
  /^resources\/app\.asar\.unpacked\/node_modules\/keytar\/prebuilds\/linux-(x64|arm64)\/keytar\.node$/,
]

/** What an installed package has in the app's folder besides: the kind it is of, for the look for new versions. */
export const IN_INSTALLED_FOLDER: readonly RegExp[] = [...IN_FOLDER, /^resources\/package-type$/]

/** What a Linux package installs outside the app's folder. */
export const ELSEWHERE: readonly RegExp[] = [
  /^usr\/bin\/zonedesk$/,
  /^usr\/share\/applications\/zonedesk\.desktop$/,
  /^usr\/share\/doc\/zonedesk\/[\w.-]+$/,
  /^usr\/share\/icons\/hicolor\/(16|24|32|48|64|128|256|512)x\d+\/apps\/zonedesk\.png$/,
  /^usr\/share\/man\/man1\/zonedesk\.1\.gz$/,
  /^usr\/share\/metainfo\/[\w.-]+\.metainfo\.xml$/,
  /^usr\/share\/bash-completion\/completions\/zonedesk$/,
]

/** @returns the paths that no pattern knows, and the patterns that no path fits */
export function compare(
  paths: readonly string[],
  patterns: readonly RegExp[],
): { readonly unknown: readonly string[]; readonly missing: readonly string[] } {
  return {
    unknown: paths.filter((path) => !patterns.some((pattern) => pattern.test(path))),
    missing: patterns.filter((pattern) => !paths.some((path) => pattern.test(path))).map(String),
  }
}
