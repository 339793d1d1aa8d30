/** What Windows-1252 has at 0x80 to 0x9f; it leaves five of them out. Not every TextDecoder knows them. */
const WINDOWS_1252 = '€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ'

/** A word: letters, digits and bytes above ASCII, which may be letters or not. */
const WORD = /[A-Za-z0-9\x80-\xff]*[\x80-\xff][A-Za-z0-9\x80-\xff]*/g

/** Letters that stand in names of people and firms all over Europe, and are the same byte in all code pages here. */
const EVERYWHERE = 'äöüßé'

/**
 * The letters beside ASCII of languages written in Windows-1252 (CLDR exemplar characters), save those at 0x80 to
 * 0x9f, which MacRoman and the code pages of DOS have for their commonest letters.
 */
const WESTERN: readonly string[] = [
  'äöüßéà', // German
  'àâæçéèêëîïôùûüÿ', // French
  'áéíñóúü', // Spanish
  'áâãàçéêíóôõúü', // Portuguese
  'àèéìíòóùú', // Italian
  'àçéèíïòóúü', // Catalan
  'áéèëïíóöüêâ', // Dutch
  'æøåéóôèäöü', // Danish, Norwegian
  'åäöéàü', // Swedish, Finnish
  'áéíóúýþðæö', // Icelandic
  'áíóúýæøð', // Faroese
  'äöõü', // Estonian
]

/** A language of another code page. */
interface Rival {
  readonly letters: string
  /** A spelling that no word of the language has. */
  readonly never?: RegExp
}

const VOWEL = 'aeiouyąęó'

/** Code pages with the same layout as Windows-1252 and other letters in some places, and who writes in them. */
const RIVALS: Readonly<Record<string, readonly Rival[]>> = {
  'windows-1250': [
    { letters: 'áčďéěíňóřšťúůýž' }, // Czech
    // Slovak has ĺ and ŕ as syllables, between consonants.
    {
      letters: 'áäčďéíĺľňóôŕšťúýž',
      never: /(?<![b-df-hj-np-tv-xzčďľňšťž])[ĺŕ]|[ĺŕ](?![b-df-hj-np-tv-xzčďľňšťž])|ĺr/iu,
    },
    // Polish writes the soft n before a vowel as ni.
    { letters: 'ąćęłńóśźż', never: new RegExp(`ń(?=[${VOWEL}])`, 'iu') },
    { letters: 'áéíóöőúüű' }, // Hungarian
    { letters: 'ăâîşţ', never: /ă(?=[oe])/iu }, // Romanian
    { letters: 'čćđšž' }, // Croatian, Slovene, Serbian
    { letters: 'çë' }, // Albanian
  ],
  'windows-1254': [
    { letters: 'çğıiöşüâîû' }, // Turkish
  ],
  'windows-1257': [
    // Lithuanian has the letters with an ogonek at the ends of words, and within them before sibilants alone.
    { letters: 'ąčęėįšųūž', never: /^ą$|(?<!^)[ąęįų](?=[^sšzž])|[aeou]ė/iu },
    // Latvian has k with a cedilla beside vowels, and no ē before another vowel.
    { letters: 'āčēģīķļņšūž', never: /ē(?=[aou])|(?<!^|[aeiouāēīūlļnņrsš])ķ|ķ(?=[b-df-hj-np-rtv-z])/iu },
  ],
}

/** A text read as Windows-1252, as far as that is certain. */
export interface WesternText {
  readonly text: string
  /** Bytes that may mean something else, each U+FFFD in the text. */
  readonly unreadable: number
}

/**
 * Reads bytes as Windows-1252 where nothing else can be meant: the words have to be words of languages written in it,
 * and must not be words of other languages in a code page that has the same letters elsewhere. Where other readings
 * stay possible, the bytes that all of them read alike are kept.
 */
export function readWestern(bytes: Uint8Array): WesternText {
  const latin = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  const words = [...new Set(latin.match(WORD))]
  const readings = possibleReadings(words)
  let unreadable = 0
  const text = latin.replace(/[\x80-\xff]/g, (byte) => {
    const [first, ...others] = readings.map((read) => read(byte))
    if (first !== undefined && others.every((other) => other === first)) return first
    unreadable += 1
    return '\ufffd'
  })
  return { text, unreadable }
}

type Reading = (latin: string) => string

/** Windows-1252 alone where it is certain, with others where they are possible too; none where it is impossible. */
function possibleReadings(words: readonly string[]): Reading[] {
  const western = words.map(windows1252)
  if (!western.every(isWesternWord)) return []
  const ofOneLanguage = WESTERN.some((letters) => western.every((word) => fits(word, letters)))
  const rivals = Object.entries(RIVALS).flatMap(([codePage, languages]) => {
    const read = readerOf(codePage)
    const read1252 = new Set(western)
    const theirs = words.map(read)
    if (theirs.every((word) => read1252.has(word))) return []
    const possible = ofOneLanguage
      ? languages.some((language) => theirs.every((word) => isWordOf(word, language)))
      : theirs.every((word) => languages.some((language) => isWordOf(word, language)))
    return possible ? [read] : []
  })
  return [windows1252, ...rivals]
}

function windows1252(latin: string): string {
  return latin.replace(/[\x80-\x9f]/g, (byte) => WINDOWS_1252[byte.charCodeAt(0) - 0x80]!)
}

function readerOf(codePage: string): Reading {
  const decoder = new TextDecoder(codePage)
  return (latin) => decoder.decode(Uint8Array.from(latin, (character) => character.charCodeAt(0)))
}

function isWordOf(word: string, { letters, never }: Rival): boolean {
  return (
    fits(word, letters) && never?.test(word) !== true && partsOf(word).every((part) => LETTERS.test(part))
  )
}

/** Whether a word has only ASCII letters, these letters, and those used everywhere. */
function fits(word: string, letters: string): boolean {
  return [...word].every((character) => {
    if (!/[\p{Lu}\p{Ll}]/u.test(character) || /[a-z]/i.test(character)) return true
    const lower = character.toLowerCase()
    return letters.includes(lower) || EVERYWHERE.includes(lower)
  })
}

/** Letters that are words, or signs, by themselves. */
const ALONE = /^[àéèåöøæáó]$/iu
const LETTERS = /^[\p{L}’]*$/u
/** What may stand between letters of one word. */
const APOSTROPHE = /^\p{L}{1,2}’\p{L}+$|^\p{L}+’(?:s|t|d|m|ll|re|ve)$/iu
/** What stands before and behind words, and by itself. */
const BEFORE = /^[“„‘‚«‹¿¡–—•§£€©°]+/u
const BEHIND = /[”“’‘»›…–—€®™°]+$/u
const ORDINAL = /(?<=\d)[ªº²³]$|(?<=^[mck]m?)[²³]$/u
const BETWEEN = /\xa0|(?<=\d)[–—°×±]|[–—](?=[\p{Lu}\d])/u

/** The parts of a word that have to be letters: without signs around them, and without digits at their ends. */
function partsOf(word: string): string[] {
  return word
    .replace(ORDINAL, '')
    .split(BETWEEN)
    .map((part) => part.replace(BEFORE, '').replace(BEHIND, ''))
    .map((part) => part.replace(/^\d+(?![^\p{ASCII}])|(?<![^\p{ASCII}])\d+$/gu, ''))
}

/** Whether a word as Windows-1252 has it looks like one: signs at its ends alone, and its letters of one language. */
function isWesternWord(word: string): boolean {
  return partsOf(word).every(
    (part) => part === '' || /^[§£€©®™±·•¼½¾¹²³\xad]+$/u.test(part) || isWesternLetters(part),
  )
}

function isWesternLetters(word: string): boolean {
  const plain = APOSTROPHE.test(word) ? word.replace('’', '') : word
  if (!/^\p{L}+$/u.test(plain)) return false
  if (!/[a-z]/i.test(plain) && !ALONE.test(plain)) return false
  // Cyrillic, Greek, and pairs of bytes of East Asian encodings are long runs of letters outside ASCII.
  if (/[^a-z]{3}/i.test(plain)) return false
  // A capital behind a small letter, or a small letter between capitals: another code page's letter.
  if (/\p{Ll}(?![A-Z])\p{Lu}|\p{Lu}(?![a-zß])\p{Ll}\p{Lu}/u.test(plain)) return false
  // DOS has ß where Windows-1252 has á: it follows a vowel, which á does not.
  if (/[aeiouäöü]á/iu.test(plain)) return false
  return WESTERN.some((letters) => fits(plain, letters))
}
