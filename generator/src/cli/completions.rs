//! `completions`: the completion script of a shell.

use clap::{Args, CommandFactory};
use clap_complete::Shell;
use serde_json::json;

use super::arguments::{Arguments, Format};
use super::context::{Context, Outcome};
use crate::Error;

/// The flags of `completions`.
#[derive(Debug, Clone, Args)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    pub shell: Shell,
}

/// Runs the command.
///
/// # Errors
/// Our own mistake, when the script for bash cannot be patched.
pub(super) fn run(context: &mut Context<'_>, args: &CompletionsArgs) -> Result<Outcome, Error> {
    let script = script(args.shell)?;
    if context.screen.format != Format::Json {
        context.screen.print(&script);
    }
    Ok(Outcome::new(json!({ "shell": args.shell.to_string(), "script": script })))
}

fn script(shell: Shell) -> Result<String, Error> {
    let mut bytes = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "strobila", &mut bytes);
    let script =
        String::from_utf8(bytes).map_err(|_| Error::Bug("the completion script is no text".to_owned()))?;
    match shell {
        Shell::Bash => patched(&script),
        _ => Ok(script),
    }
}

/// Bash splits words at `:`, so `db:mig` arrives as three words and nothing fits it. The script reads
/// the words joined again, and takes what stands before the last colon from the answers, because bash
/// replaces only what stands behind it.
fn patched(script: &str) -> Result<String, Error> {
    const WORDS: &str = "    COMPREPLY=()\n";
    const JOIN: &str = r#"    COMPREPLY=()
    local words=() joined="" word
    for word in "${COMP_WORDS[@]:0:COMP_CWORD+1}"; do
        if [[ ${#words[@]} -gt 0 && ( "${word}" == ":" || "${words[${#words[@]}-1]}" == *: ) ]]; then
            words[${#words[@]}-1]+="${word}"
        else
            words+=("${word}")
        fi
    done
    set -- "$1" "${words[${#words[@]}-1]}" "${words[${#words[@]}-2]:-}"
    local COMP_WORDS=("${words[@]}") COMP_CWORD=$(( ${#words[@]} - 1 ))
    __strobila_words "$@"
    joined="${words[${#words[@]}-1]}"
    if [[ "${joined}" == *:* && "${COMP_WORDBREAKS}" == *:* ]]; then
        joined="${joined%"${joined##*:}"}"
        for word in "${!COMPREPLY[@]}"; do
            COMPREPLY[word]="${COMPREPLY[word]#"${joined}"}"
        done
    fi
}

__strobila_words() {
    local i cur prev opts cmd
"#;
    let Some((before, after)) = script.split_once(WORDS) else {
        return Err(Error::Bug("the completion script for bash has another form".to_owned()));
    };
    Ok(format!("{before}{JOIN}{after}"))
}
