/**
 * The window speaks English, and packages carry Chromium's texts in English alone. What is left to choose is how dates
 * and numbers are written: Chromium would write them in the American way for everyone whose language it lacks.
 *
 * @param system the system's language for dates, as `de-DE`, `de_DE.UTF-8`, or `C`; empty when it says none
 * @returns the language of the window's dates and numbers
 */
export function windowLanguage(system: string): 'en-US' | 'en-GB' {
  return /^(|C|POSIX|en|en[-_](US|PH))([.@].*)?$/.test(system) ? 'en-US' : 'en-GB'
}

/**
 * @param platform Node's name of it
 * @param env the environment, in which Linux says the language
 * @param preferred the system's languages, the most wanted first, where the environment does not say it
 */
export function systemLanguage(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
  preferred: () => readonly string[],
): string {
  // The order of https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html#tag_08_02
  if (platform === 'linux') return env['LC_ALL'] || env['LC_TIME'] || env['LANG'] || ''
  return preferred()[0] ?? ''
}
