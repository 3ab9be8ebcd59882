//! What git knows of a file: whether others may have it.

use std::io;
use std::path::Path;
use std::process::{Command, Output};

/// The branches that others may have: the upstream of the current one, `main` or `master`, here or on
/// `origin`, without the current one. None outside a repository, or without git.
///
/// # Errors
/// What git says.
pub(crate) fn shared_branches(folder: &Path) -> Result<Vec<String>, String> {
    let inside = match git(folder, &["rev-parse", "--is-inside-work-tree"]) {
        Ok(output) => output,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error.to_string()),
    };
    if !inside.status.success() {
        let said = String::from_utf8_lossy(&inside.stderr);
        let is_none = said.contains("not a git repository");
        return if is_none {
            Ok(Vec::new())
        } else {
            Err(said.lines().next().unwrap_or_default().to_owned())
        };
    }
    let current = said(folder, &["symbolic-ref", "--quiet", "HEAD"])?;
    let upstream = said(folder, &["rev-parse", "--symbolic-full-name", "@{upstream}"])?;
    let main = ["refs/remotes/origin/HEAD", "refs/remotes/origin/main", "refs/remotes/origin/master"];
    let here = ["refs/heads/main", "refs/heads/master"];
    let all = [upstream.as_str()].into_iter().chain(main).chain(here);
    Ok(all.filter(|branch| branch.starts_with("refs/") && *branch != current).map(str::to_owned).collect())
}

/// Whether a branch or commit holds a file of a folder.
///
/// # Errors
/// A git that cannot be started.
pub(crate) fn has(folder: &Path, branch: &str, file: &str) -> Result<bool, String> {
    let output = git(folder, &["cat-file", "-e", &format!("{branch}:./{file}")]);
    Ok(output.map_err(|error| error.to_string())?.status.success())
}

/// A branch as a person calls it.
pub(crate) fn short(branch: &str) -> String {
    branch.trim_start_matches("refs/heads/").trim_start_matches("refs/remotes/").to_owned()
}

/// What git prints, on one line; nothing where it fails.
///
/// # Errors
/// A git that cannot be started.
pub(crate) fn said(folder: &Path, words: &[&str]) -> Result<String, String> {
    let output = git(folder, words).map_err(|error| error.to_string())?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

pub(crate) fn git(folder: &Path, words: &[&str]) -> io::Result<Output> {
    // A fixed language, since one of its sentences is read.
    Command::new("git").arg("-C").arg(folder).args(words).env("LC_ALL", "C").output()
}
