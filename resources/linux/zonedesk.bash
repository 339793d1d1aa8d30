# Written by node scripts/docs/command-line.mjs; a test holds it against --help.
_zonedesk() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
  # Bash takes the equals sign of --option=value for a word of its own.
  [[ $previous == = ]] && previous=${COMP_WORDS[COMP_CWORD - 2]}
  [[ $current == = ]] && current=
  case $previous in
    --user-data-dir | --screenshot | --db)
      compopt -o filenames 2>/dev/null
      mapfile -t COMPREPLY < <(compgen -f -- "$current")
      return
      ;;
  esac
  local words='serve --user-data-dir --screenshot --version --help'
  [[ ${COMP_WORDS[1]} == serve && $COMP_CWORD -gt 1 ]] && words='--db --port --api-key --resolver --verify-per-minute --help'
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}
complete -F _zonedesk zonedesk
