use std::fs;
use std::path::Path;

use super::{Files, WriteError, listing, render_mod, replace, replace_if, turn, write};

const FIRST: &str = "Migration202611201326";
const SECOND: &str = "Migration202611201327";

fn files<'a>(migration: Option<(&'a str, &'a str)>, list: &'a str) -> Files<'a> {
    Files { migration, list, snapshot: (".snapshot-blog.json", "{}\n") }
}

fn names(path: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(path)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn three_files_are_written_and_listed() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join(".strobila-abc.tmp"), "left by a killed run").unwrap();
    let list = render_mod([FIRST]);
    let path = write(dir.path(), files(Some((FIRST, "//! one\n")), &list)).unwrap().unwrap();
    assert_eq!(fs::read_to_string(path).unwrap(), "//! one\n");
    assert_eq!(names(dir.path()), [".snapshot-blog.json", "Migration202611201326.rs", "mod.rs"]);
    let found = listing(dir.path()).unwrap();
    assert!(found.agrees() && found.stray.is_empty(), "{found:?}");
}

#[test]
fn only_our_own_temporary_files_are_swept_away() {
    let dir = tempfile::tempdir().unwrap();
    for name in ["notes.tmp", ".strobila-notes", "notes.rs", ".strobila-abc.tmp"] {
        fs::write(dir.path().join(name), "a person's").unwrap();
    }
    write(dir.path(), files(None, "")).unwrap();
    assert_eq!(
        names(dir.path()),
        [".snapshot-blog.json", ".strobila-notes", "mod.rs", "notes.rs", "notes.tmp"]
    );
}

#[test]
fn a_migration_is_never_overwritten() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join(format!("{FIRST}.rs"));
    fs::write(&file, "reviewed").unwrap();
    let error = write(dir.path(), files(Some((FIRST, "new")), "")).unwrap_err();
    assert!(matches!(error, WriteError::Exists(path) if path == file));
    assert_eq!(fs::read_to_string(&file).unwrap(), "reviewed");
    assert_eq!(names(dir.path()), ["Migration202611201326.rs"]);
}

#[test]
fn a_failure_on_the_way_takes_everything_back() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("mod.rs"), "old").unwrap();
    // A directory cannot be replaced by a file, so the last rename fails.
    fs::create_dir(dir.path().join(".snapshot-blog.json")).unwrap();
    assert!(write(dir.path(), files(Some((FIRST, "new")), "new")).is_err());
    assert_eq!(names(dir.path()), [".snapshot-blog.json", "mod.rs"]);
    assert_eq!(fs::read_to_string(dir.path().join("mod.rs")).unwrap(), "old");
}

#[test]
fn a_name_that_leads_elsewhere_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    for name in ["../evil", "/tmp/evil", "Migration\0", "fn", ""] {
        let error = write(dir.path(), files(Some((name, "x")), "")).unwrap_err();
        assert!(matches!(error, WriteError::Name(_)), "{name}: {error}");
    }
    // A module's name is part of its snapshot's.
    for module in ["../../etc/passwd", "/etc/passwd", "a/b", "nul\0"] {
        let file = crate::snapshot::file_name(module);
        let files = Files { snapshot: (&file, "{}"), ..files(Some((FIRST, "x")), "") };
        assert!(write(dir.path(), files).is_err(), "{module:?}");
        assert!(replace(&dir.path().join(&file), "{}").is_err(), "{module:?}");
    }
    assert!(names(dir.path()).is_empty(), "{:?}", names(dir.path()));
}

#[cfg(unix)]
#[test]
fn a_linked_missing_or_wrong_directory_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let real = dir.path().join("real");
    fs::create_dir(&real).unwrap();
    let link = dir.path().join("link");
    std::os::unix::fs::symlink(&real, &link).unwrap();
    let go = |path: &Path| write(path, files(Some((FIRST, "x")), "")).unwrap_err();
    assert!(matches!(go(&link), WriteError::Symlink(_)));
    assert!(matches!(replace(&link.join("mod.rs"), ""), Err(WriteError::Symlink(_))));
    assert!(matches!(go(&dir.path().join("none")), WriteError::Missing(_)));
    fs::write(dir.path().join("file"), "").unwrap();
    assert!(matches!(go(&dir.path().join("file")), WriteError::NotADirectory(_)));
    assert!(names(&real).is_empty());
}

#[cfg(target_os = "linux")]
#[test]
fn a_directory_that_takes_no_files_is_an_error_with_its_name() {
    // Not even root may make a file here.
    let error = write(Path::new("/proc/self/fdinfo"), files(Some((FIRST, "x")), "")).unwrap_err();
    assert!(error.to_string().contains("/proc/self/fdinfo"), "{error}");
    let denied = std::io::Error::from(std::io::ErrorKind::ReadOnlyFilesystem);
    assert!(matches!(WriteError::from_io(Path::new("x"), denied), WriteError::ReadOnly(_)));
}

#[cfg(unix)]
#[test]
fn a_linked_snapshot_is_replaced_not_followed() {
    let dir = tempfile::tempdir().unwrap();
    let outside = tempfile::NamedTempFile::new().unwrap();
    std::os::unix::fs::symlink(outside.path(), dir.path().join(".snapshot-blog.json")).unwrap();
    write(dir.path(), files(None, "")).unwrap();
    assert_eq!(fs::read_to_string(outside.path()).unwrap(), "");
}

#[test]
fn files_and_list_are_compared_both_ways() {
    let dir = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| fs::write(dir.path().join(name), text).unwrap();
    put(&format!("{FIRST}.rs"), "");
    put("notes.txt", "");
    put("migration202611201326.rs", "");
    fs::create_dir(dir.path().join("Migration202611201329.rs")).unwrap();
    let found = listing(dir.path()).unwrap();
    assert_eq!(
        (found.files.as_slice(), found.unlisted.as_slice()),
        (&[FIRST.to_owned()][..], &[FIRST.to_owned()][..])
    );
    assert_eq!(found.stray, ["Migration202611201329.rs", "migration202611201326.rs", "notes.txt"]);
    put("mod.rs", &render_mod([SECOND]).replace('\n', "\r\n"));
    assert_eq!(listing(dir.path()).unwrap().missing, [SECOND]);
    // Listed in one of the two places only: mended as well.
    put("mod.rs", &format!("pub mod {FIRST};\nstrobila::migrations! {{}}\n"));
    assert_eq!(listing(dir.path()).unwrap().unlisted, [FIRST]);
    put("mod.rs", "pub mod a;\n<<<<<<< HEAD\n");
    assert!(matches!(listing(dir.path()), Err(WriteError::Unreadable { line: 2, .. })));
}

#[cfg(unix)]
#[test]
fn a_replaced_file_keeps_its_permissions() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("mod.rs");
    fs::write(&file, "old").unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    replace(&file, "new").unwrap();
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(fs::read_to_string(&file).unwrap(), "new");
}

#[cfg(unix)]
#[test]
fn a_read_only_directory_is_a_typed_error() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("migrations");
    fs::create_dir(&folder).unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o555)).unwrap();
    if fs::write(folder.join("probe"), "").is_ok() {
        eprintln!("LEFT OUT: this user may write everywhere");
        return;
    }
    let error = write(&folder, files(Some((FIRST, "x")), "")).unwrap_err();
    assert!(matches!(&error, WriteError::ReadOnly(path) if *path == folder), "{error}");
    assert!(names(&folder).is_empty());
}

#[test]
fn runs_at_once_take_turns_and_one_name_is_written_once() {
    let dir = tempfile::tempdir().unwrap();
    let list = render_mod([FIRST, SECOND]);
    let run = |name: &'static str| write(dir.path(), files(Some((name, "//! one\n")), &list)).is_ok();
    let written = std::thread::scope(|scope| {
        let runs: Vec<_> = (0..16)
            .map(|at| if at % 2 == 0 { FIRST } else { SECOND })
            .map(|name| {
                scope.spawn({
                    let run = &run;
                    move || run(name)
                })
            })
            .collect();
        runs.into_iter().map(|run| run.join().unwrap()).filter(|done| *done).count()
    });
    assert_eq!(written, 2);
    let found = listing(dir.path()).unwrap();
    assert!(found.agrees() && found.stray.is_empty(), "{found:?}");
}

#[test]
fn a_file_is_replaced_in_turn_and_not_by_what_is_out_of_date() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join(".snapshot-blog.json");
    fs::write(&file, "old").unwrap();
    let other = turn(dir.path()).expect("this system has such a lock");
    let is_waiting = std::sync::atomic::AtomicBool::new(true);
    std::thread::scope(|scope| {
        let run = scope.spawn(|| {
            let is_new = || Ok(fs::read_to_string(&file).unwrap() == "old");
            replace_if(&file, "stale", is_new).unwrap();
            is_waiting.store(false, std::sync::atomic::Ordering::SeqCst);
        });
        std::thread::sleep(std::time::Duration::from_millis(200));
        assert!(is_waiting.load(std::sync::atomic::Ordering::SeqCst), "it did not wait for its turn");
        fs::write(&file, "newer").unwrap();
        drop(other);
        run.join().unwrap();
    });
    assert_eq!(fs::read_to_string(&file).unwrap(), "newer");
    replace(&file, "newest").unwrap();
    assert_eq!(fs::read_to_string(&file).unwrap(), "newest");
}
