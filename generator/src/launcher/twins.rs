//! Two branches that gave their migrations one name: git leaves both in one file, and `db:rebase` takes them
//! apart.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use chrono::DateTime;

use crate::Error;
use crate::cli::RebaseArgs;
use crate::cli::git;
use crate::cli::screen::Screen;
use crate::names::{next_name, validate};
use crate::project::Project;
use crate::source::{Edit, edited};
use crate::write;

/// Puts the side that goes under a name of its own, behind all others; the side that stays keeps the name.
///
/// # Errors
/// A side that nobody named and git does not tell; a file that is no migration on one side.
pub(super) fn take_apart(screen: &mut Screen<'_>, project: &Project, args: &RebaseArgs) -> Result<(), Error> {
    for folder in project.migration_folders() {
        for name in names(&folder)? {
            let path = folder.join(format!("{name}.rs"));
            let text = fs::read_to_string(&path).map_err(|source| Error::Io {
                action: "read",
                path: path.clone(),
                source,
            })?;
            if !text.lines().any(|line| line.starts_with("<<<<<<< ")) {
                continue;
            }
            let shown = project.shown(&path);
            if args.dry_run {
                return Err(refused(&shown, "--dry-run writes nothing, so it cannot take them apart"));
            }
            let twins = Twins { folder: &folder, name: &name, texts: sides(&folder, &name, &text) };
            let ours_stay = twins.ours_stay(args, &shown)?;
            let new = twins.part(ours_stay).map_err(|why| refused(&shown, &why))?;
            screen.note(format!("{shown} held a migration of each branch: one is {new}.rs now"));
        }
    }
    Ok(())
}

fn refused(shown: &str, why: &str) -> Error {
    Error::BadListing {
        message: format!("{shown} holds the migrations of both branches under one name: {why}"),
        place: None,
        help: "say which side is planned again: strobila db:rebase --mine ours, or --mine theirs, as git calls them"
            .to_owned(),
    }
}

fn names(folder: &Path) -> Result<BTreeSet<String>, Error> {
    let failed = |source| Error::Io { action: "read", path: folder.to_owned(), source };
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let name = entry.map_err(failed)?.file_name().to_string_lossy().into_owned();
        names.extend(name.strip_suffix(".rs").filter(|stem| validate(stem).is_ok()).map(str::to_owned));
    }
    Ok(names)
}

/// Both texts, ours first: as git keeps them while the merge goes on, else by the marks in the file.
fn sides(folder: &Path, name: &str, text: &str) -> [String; 2] {
    let staged = |stage: &str| {
        let output = git::git(folder, &["show", &format!(":{stage}:./{name}.rs")]).ok()?;
        output.status.success().then(|| String::from_utf8(output.stdout).ok()).flatten()
    };
    match (staged("2"), staged("3")) {
        (Some(ours), Some(theirs)) => [ours, theirs],
        _ => [by_marks(text, true), by_marks(text, false)],
    }
}

/// One side of a file with the marks of a conflict.
fn by_marks(text: &str, ours: bool) -> String {
    let (mut at, mut out) = (Part::Both, String::new());
    for line in text.split_inclusive('\n') {
        match at {
            Part::Both if line.starts_with("<<<<<<< ") => at = Part::Ours,
            Part::Ours if line.starts_with("||||||| ") => at = Part::Base,
            Part::Ours | Part::Base if line.trim_end() == "=======" => at = Part::Theirs,
            Part::Theirs if line.starts_with(">>>>>>> ") => at = Part::Both,
            Part::Both => out.push_str(line),
            Part::Ours if ours => out.push_str(line),
            Part::Theirs if !ours => out.push_str(line),
            Part::Ours | Part::Base | Part::Theirs => {}
        }
    }
    out
}

/// Whose part of a file a line is.
enum Part {
    Both,
    Ours,
    Base,
    Theirs,
}

struct Twins<'a> {
    folder: &'a Path,
    name: &'a str,
    texts: [String; 2],
}

impl Twins<'_> {
    /// Whether ours stays under the name: by argument, else where a branch that others may have holds it so.
    fn ours_stay(&self, args: &RebaseArgs, shown: &str) -> Result<bool, Error> {
        if let Some(word) = args.mine.iter().find(|word| ["ours", "theirs"].contains(&word.as_str())) {
            return Ok(word == "theirs");
        }
        let branches = git::shared_branches(self.folder).map_err(|why| refused(shown, &why))?;
        for branch in branches {
            let spec = format!("{branch}:./{}.rs", self.name);
            let Ok(output) = git::git(self.folder, &["show", &spec]) else { continue };
            let found = String::from_utf8_lossy(&output.stdout).into_owned();
            if let Some(at) = self.texts.iter().position(|text| output.status.success() && *text == found) {
                return Ok(at == 0);
            }
        }
        Err(refused(shown, "no branch that others may have says which of them stays"))
    }

    /// Writes both; returns the new name. The new file comes first, so that nothing is lost by a crash.
    fn part(&self, ours_stay: bool) -> Result<String, String> {
        let [ours, theirs] = &self.texts;
        let (stays, goes) = if ours_stay { (ours, theirs) } else { (theirs, ours) };
        let all = names(self.folder).map_err(|error| error.to_string())?;
        let renamed = |new: &str| {
            edited(goes, Edit { name: Some(new), ..Edit::default() })
                .ok_or_else(|| "one of them is no migration as db:generate writes it".to_owned())
        };
        if edited(stays, Edit::default()).is_none() {
            return Err("one of them is no migration as db:generate writes it".to_owned());
        }
        // A run that was cut short has written it already.
        let is_there = |name: &&String| {
            let text = fs::read_to_string(self.folder.join(format!("{name}.rs")));
            text.is_ok_and(|text| renamed(name).is_ok_and(|wanted| wanted == text))
        };
        let new = match all.iter().find(is_there) {
            Some(name) => name.clone(),
            None => next_name(DateTime::UNIX_EPOCH, all.iter().map(String::as_str)),
        };
        let write = |name: &str, text: &str| {
            write::replace(&self.folder.join(format!("{name}.rs")), text).map_err(|error| error.to_string())
        };
        write(&new, &renamed(&new)?)?;
        for name in self.followers(ours_stay, &all) {
            let path = self.folder.join(format!("{name}.rs"));
            let text = fs::read_to_string(&path).map_err(|error| error.to_string())?;
            let edit = Edit { after: Some(&new), ..Edit::default() };
            write(&name, &edited(&text, edit).ok_or_else(|| format!("{name}.rs is no migration"))?)?;
        }
        write(self.name, stays)?;
        Ok(new)
    }

    /// What comes after the side that goes, and is of that side alone.
    fn followers(&self, ours_stay: bool, all: &BTreeSet<String>) -> Vec<String> {
        let other = ["MERGE_HEAD", "REBASE_HEAD", "CHERRY_PICK_HEAD"];
        let is_there = |name: &&&str| {
            git::said(self.folder, &["rev-parse", "--verify", "--quiet", name]).is_ok_and(|id| !id.is_empty())
        };
        let theirs = other.iter().find(is_there).copied().unwrap_or("HEAD^2");
        let (stays, goes) = if ours_stay { ("HEAD", theirs) } else { (theirs, "HEAD") };
        let has = |side: &str, name: &str| {
            git::has(self.folder, side, &format!("{name}.rs")).is_ok_and(|is_there| is_there)
        };
        let after = format!(".after(\"{}\")", self.name);
        let follows = |name: &str| {
            let text = fs::read_to_string(self.folder.join(format!("{name}.rs"))).unwrap_or_default();
            text.contains(&after)
        };
        all.iter().filter(|name| follows(name) && has(goes, name) && !has(stays, name)).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::by_marks;

    #[test]
    fn the_marks_of_a_conflict_part_both_sides() {
        let text = "a\n<<<<<<< HEAD\nours\n||||||| base\nold\n=======\ntheirs\n>>>>>>> main\nb\n";
        assert_eq!(by_marks(text, true), "a\nours\nb\n");
        for text in [text.to_owned(), text.replace("||||||| base\nold\n", "")] {
            assert_eq!(by_marks(&text, false), "a\ntheirs\nb\n");
        }
    }
}
