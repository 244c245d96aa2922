// Completion for three shells. Each hands the words typed so far to `stemma __complete` and shows what comes back.

/**
 * The scripts by the name of the shell. All hand over the word at the cursor first and then the words before it, since
 * the word may be empty and its end is not the end of the line. A candidate that ends in `=` is completed without a
 * space behind it; where there is no candidate, bash and zsh offer files. Errors are thrown away: nobody can read them
 * in the middle of a line.
 */
export const completionScripts: Readonly<Record<string, string>> = {
  // Bash breaks words at "=", so what stands before it must not be offered again.
  bash: `_stemma() {
  local IFS=$'\\n' line="\${COMP_LINE:0:COMP_POINT}"
  local word="\${line##*[[:space:]]}"
  local words=("\${COMP_WORDS[@]:1:COMP_CWORD-1}")
  COMPREPLY=($(stemma __complete -- "$word" "\${words[@]}" 2>/dev/null))
  if [[ $word == *=* ]]; then COMPREPLY=("\${COMPREPLY[@]#"\${word%=*}="}"); fi
  if [[ \${#COMPREPLY[@]} -eq 1 && \${COMPREPLY[0]} == *= ]]; then compopt -o nospace; fi
}
complete -o default -F _stemma stemma
`,
  zsh: `#compdef stemma
_stemma() {
  local -a found
  found=("\${(@f)$(stemma __complete -- "$PREFIX" "\${(@)words[2,CURRENT-1]}" 2>/dev/null)}")
  found=(\${found:#})
  if (( \${#found} == 0 )); then _files; return; fi
  local -a open closed
  open=(\${(M)found:#*=})
  closed=(\${found:#*=})
  (( \${#closed} )) && compadd -- $closed
  (( \${#open} )) && compadd -S '' -- $open
}
compdef _stemma stemma
`,
  fish: `function __stemma_complete
  set -l words (commandline -opc)
  stemma __complete -- (commandline -ct) $words[2..-1] 2>/dev/null
end
complete -c stemma -f -a '(__stemma_complete)'
complete -c stemma -s o -l out -r
complete -c stemma -s s -l store -r
`,
};
