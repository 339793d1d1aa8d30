import { parseHelp } from './help-text.mjs'

/**
 * @param {object} programs
 * @param {string} programs.help what `zonedesk --help` prints
 * @param {string} programs.serveHelp what `zonedesk serve --help` prints
 * @returns {string} what bash-completion loads for `zonedesk`
 */
export function bashCompletion({ help, serveHelp }) {
  const own = parseHelp(help).options
  const serve = parseHelp(serveHelp).options
  const files = [...new Set([...own, ...serve].filter(({ takesFile }) => takesFile).map(({ name }) => name))]
  return `# Written by node scripts/docs/command-line.mjs; a test holds it against --help.
_zonedesk() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]}
  # Bash takes the equals sign of --option=value for a word of its own.
  [[ $previous == = ]] && previous=\${COMP_WORDS[COMP_CWORD - 2]}
  [[ $current == = ]] && current=
  case $previous in
    ${files.join(' | ')})
      compopt -o filenames 2>/dev/null
      mapfile -t COMPREPLY < <(compgen -f -- "$current")
      return
      ;;
  esac
  local words='${words(own, ['serve'])}'
  [[ \${COMP_WORDS[1]} == serve && $COMP_CWORD -gt 1 ]] && words='${words(serve, [])}'
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}
complete -F _zonedesk zonedesk
`
}

/**
 * @param {readonly import('./help-text.mjs').HelpOption[]} options
 * @param {readonly string[]} commands
 */
function words(options, commands) {
  return [...commands, ...options.map(({ name }) => name)].join(' ')
}
