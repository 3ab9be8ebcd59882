//! The launcher: what it does without any project, and what it does when the package does not compile.

#[path = "cli/folder.rs"]
mod folder;

use std::fs;

use folder::Folder;

const FIRST: &str = "Migration202611201326";
const OURS: &str = "Migration202611211010";
const THEIRS: &str = "Migration202611211200";

#[test]
fn init_in_an_empty_folder_makes_a_project_and_a_second_time_keeps_it() {
    let folder = Folder::new();
    insta::assert_snapshot!(folder.session(&[
        "init blog",
        "init blog",
        "module:new catalog",
        "module new catalog"
    ]));
    insta::assert_snapshot!("init_files", folder.files());
    let run = folder.run("init blog --format json");
    let object: serde_json::Value = serde_json::from_str(&run.out).expect("it is JSON");
    assert_eq!(object["made"], serde_json::json!([]));
    assert_eq!(object["by_hand"], serde_json::json!([]));
}

#[test]
fn init_adds_to_what_is_there_and_overwrites_nothing() {
    let folder = Folder::new();
    folder.put("Cargo.toml", "[workspace]\nmembers = [\"server\"]\n");
    folder.put("server/Cargo.toml", "[package]\nname = \"server\"\n");
    folder.put(".cargo/config.toml", "[alias]\nt = \"test\"\n");
    folder.put(".gitattributes", "*.png binary");
    folder.put(".gitignore", "/target\n");
    folder.put("strobila.toml", "targets = [\"sqlite\"]\n");
    // From anywhere inside.
    insta::assert_snapshot!(folder.session_in("server", &["init", "init --workspace"]));
    for (file, text) in [
        ("Cargo.toml", "[workspace]\nmembers = [\"server\"]\n"),
        (".cargo/config.toml", "[alias]\nt = \"test\"\n"),
        ("strobila.toml", "targets = [\"sqlite\"]\n"),
    ] {
        assert_eq!(folder.read(file), text, "{file}");
    }
    assert!(folder.read(".gitattributes").starts_with("*.png binary\n**/migrations/*.rs"));
    assert_eq!(folder.read(".gitignore"), "/target\n/dev.db*\n");
}

#[test]
fn a_manifest_above_the_git_repository_does_not_count() {
    let folder = Folder::new();
    folder.put("Cargo.toml", "[workspace]\nmembers = []\n");
    folder.put(".gitignore", "/target\n");
    folder.put("mine/.git/HEAD", "ref: refs/heads/main\n");
    assert_eq!(folder.run_in("mine", "init").code, 0);
    assert!(folder.read("mine/Cargo.toml").contains("[workspace]"));
    assert_eq!(folder.read(".gitignore"), "/target\n");
    assert!(!folder.path().join("crates").exists());
    // The same without a repository, where it is asked for.
    folder.put("other/README", "");
    assert_eq!(folder.run_in("other", "init --here").code, 0);
    assert!(folder.read("other/Cargo.toml").contains("[workspace]"));
    assert!(!folder.path().join("crates").exists());
}

#[test]
fn a_checkout_is_named_as_it_was_given() {
    let folder = Folder::new();
    folder.put("strobila/runtime/Cargo.toml", "");
    folder.put("mine/README", "");
    let run = folder.run_in("mine", "init --path ../strobila");
    assert_eq!(run.code, 0, "{run:?}");
    assert!(folder.read("mine/crates/schema/Cargo.toml").contains("path = \"../../../strobila/runtime\""));
    folder.put("other/README", "");
    let absolute = folder.path().join("strobila");
    let run = folder.run_in("other", &format!("init --path {}", absolute.display()));
    assert_eq!(run.code, 0, "{run:?}");
    let manifest = folder.read("other/crates/db/Cargo.toml");
    assert!(manifest.contains("path = \"/") && !manifest.contains("../../"), "{manifest}");
}

#[test]
fn a_checkout_that_is_named_afterwards_is_no_silent_nothing() {
    let folder = Folder::new();
    folder.put("strobila/runtime/Cargo.toml", "");
    folder.put("mine/README", "");
    let run = folder.run_in("mine", "init");
    let own = concat!(env!("CARGO_MANIFEST_DIR"), "/runtime").replace("/tests/", "/");
    assert!(
        run.err.contains("the packages depend on the checkout that this program was built from"),
        "{run:?}"
    );
    assert!(
        folder.read("mine/crates/schema/Cargo.toml").contains(&format!("strobila = {{ path = \"{own}\" }}"))
    );
    insta::assert_snapshot!(folder.session_in("mine", &["init --path ../strobila"]));
    let before = folder.read("mine/crates/db/Cargo.toml");
    folder.put(
        "mine/crates/db/Cargo.toml",
        &before.replace(&own.replace("runtime", "generator"), "../../../strobila/generator"),
    );
    let run = folder.run_in("mine", "init --path ../strobila");
    assert!(run.out.contains("add to crates/schema") && !run.out.contains("add to crates/db"), "{run:?}");
}

#[test]
fn an_alias_is_added_to_a_config_that_has_none() {
    let folder = Folder::new();
    folder.put(".cargo/config.toml", "[net]\noffline = true");
    folder.run("init");
    assert_eq!(
        folder.read(".cargo/config.toml"),
        "[net]\noffline = true\n[alias]\nstrobila = \"run --quiet --package db --\"\n"
    );
}

#[test]
fn a_module_name_that_leads_elsewhere_is_refused_and_nothing_is_written() {
    let folder = Folder::new();
    folder.run("init blog");
    let before = folder.files();
    for name in
        ["../../etc", "/etc/passwd", "..", "a/b", "type", "self", "Blog", "1st", "blog", "a-b", "lib", "c:x"]
    {
        let run = folder.run_words(&["module:new", name]);
        assert_eq!(run.code, 2, "{name}: {run:?}");
    }
    assert_eq!(folder.files(), before);
}

#[cfg(unix)]
#[test]
fn a_name_that_is_no_unicode_is_refused() {
    use std::os::unix::ffi::OsStrExt;
    let folder = Folder::new();
    folder.run("init blog");
    let run = folder.run_os(&[std::ffi::OsStr::new("module:new"), std::ffi::OsStr::from_bytes(b"bl\xffg")]);
    assert_eq!(run.code, 2, "{run:?}");
}

#[test]
fn without_a_project_the_way_to_one_is_named() {
    let folder = Folder::new();
    insta::assert_snapshot!(folder.session(&[
        "db:status",
        "config",
        "module:new blog",
        "--format json db:migrate"
    ]));
    folder.put("Cargo.toml", "[workspace]\nmembers = []\n");
    insta::assert_snapshot!("no_runner", folder.session(&["db:status"]));
    folder.put("Cargo.toml", "[workspace]\nmembers = [\n");
    insta::assert_snapshot!("bad_manifest", folder.session(&["db:status"]));
}

#[test]
fn two_databases_are_compared_without_any_project() {
    let folder = Folder::new();
    let run = folder.run("db:diff --from sqlite://one.db --to sqlite://other.db");
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.err.contains("does not exist"), "{run:?}");
}

#[test]
fn a_package_that_does_not_compile_is_exit_2_and_init_and_module_new_still_work() {
    let folder = broken();
    folder.put("crates/db/src/main.rs", "fn main() { nonsense }\n");
    let run = folder.run("db:status");
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.err.contains("cannot find value `nonsense`"), "{run:?}");
    assert!(
        run.err.contains("error: the package `db` does not build\n  help: correct what rustc says"),
        "{run:?}"
    );
    let run = folder.run("--format json db:status");
    assert!(run.out.contains("\"code\":\"build_failed\""), "{run:?}");
    assert_eq!(folder.run("module:new catalog").code, 0);
    assert_eq!(folder.run("init").code, 0);
}

#[test]
fn two_heads_are_named_with_the_text_of_the_const_check() {
    let folder = broken();
    folder.put("crates/db/src/main.rs", "compile_error!(\"two heads\");\n");
    for (name, after) in [
        (FIRST, ""),
        (OURS, ".after(\"Migration202611201326\")"),
        (THEIRS, ".after(\"Migration202611201326\")"),
    ] {
        let text =
            format!("pub const MIGRATION: Migration<'static> = Migration::new(\"{name}\")\n    {after};\n");
        folder.put(&format!("{MIGRATIONS}/{name}.rs"), &text);
    }
    let list = strobila_generator::write::render_mod([FIRST, OURS, THEIRS]);
    folder.put(&format!("{MIGRATIONS}/mod.rs"), &list);
    let run = folder.run("db:migrate");
    assert_eq!(run.code, 2, "{run:?}");
    let at = run.err.find("error: two heads: ").expect("it is named");
    insta::assert_snapshot!(&run.err[at..], @r#"
    error: two heads: Migration202611211010 and Migration202611211200 both come after Migration202611201326
      --> crates/schema/src/blog/migrations/Migration202611211200.rs:2 (parent of Migration202611211200)
         2 |     .after("Migration202611201326");
      help: run `strobila db:rebase`, which plans one of them again behind the other (without the launcher: STROBILA_SEVERAL_HEADS=1 cargo strobila db:rebase)
      help: or, where one is applied and the other may run after it as it is: strobila db:migrate --allow-out-of-order
    "#);
}

/// Runs git in a folder.
fn git(folder: &Folder, words: &[&str]) -> bool {
    let who = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"];
    let mut command = std::process::Command::new("git");
    command.arg("-C").arg(folder.path()).args(who).args(words);
    command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
    command.status().expect("git is there").success()
}

#[test]
fn row_15_two_branches_of_one_minute_are_taken_apart_by_db_rebase() {
    for (word, stays) in [("", "main"), (" --mine ours", "main"), (" --mine theirs", "feature")] {
        let folder = broken();
        folder.put("crates/db/src/main.rs", "compile_error!(\"two heads\");\n");
        let text = |name: &str, after: &str, title: &str| {
            format!(
                "//! {title}\n\npub const MIGRATION: Migration<'static> = Migration::new(\"{name}\")\n    .after(\"{after}\")\n    .targets(&[Sqlite]);\n"
            )
        };
        let list = format!("{MIGRATIONS}/mod.rs");
        let commit = |files: &[(&str, String)]| {
            for (name, text) in files {
                folder.put(&format!("{MIGRATIONS}/{name}.rs"), text);
            }
            let names = [FIRST].into_iter().chain(files.iter().map(|(name, _)| *name));
            folder.put(&list, &strobila_generator::write::render_mod(names));
            assert!(
                git(&folder, &["add", "--all"]) && git(&folder, &["commit", "--quiet", "--message", "all"])
            );
        };
        assert!(git(&folder, &["init", "--quiet", "--initial-branch=main"]));
        let first = format!("pub const MIGRATION: Migration<'static> = Migration::new(\"{FIRST}\");\n");
        commit(&[(FIRST, first)]);
        assert!(git(&folder, &["checkout", "--quiet", "-b", "feature"]));
        // The branch went on behind it.
        commit(&[(OURS, text(OURS, FIRST, "feature")), (THEIRS, text(THEIRS, OURS, "more of feature"))]);
        assert!(git(&folder, &["checkout", "--quiet", "main"]));
        commit(&[(OURS, text(OURS, FIRST, "main"))]);
        assert!(git(&folder, &["checkout", "--quiet", "feature"]));
        assert!(!git(&folder, &["merge", "--quiet", "main"]));
        assert!(folder.read(&format!("{MIGRATIONS}/{OURS}.rs")).contains("<<<<<<<"));
        let run = folder.run(&format!("db:rebase{word}"));
        assert!(run.err.contains("held a migration of each branch"), "{run:?}");
        let new = "Migration202611211201";
        let goes = if stays == "main" { "feature" } else { "main" };
        assert_eq!(folder.read(&format!("{MIGRATIONS}/{OURS}.rs")), text(OURS, FIRST, stays), "{word}");
        assert_eq!(folder.read(&format!("{MIGRATIONS}/{new}.rs")), text(new, FIRST, goes), "{word}");
        let parent = if stays == "main" { new } else { OURS };
        assert_eq!(
            folder.read(&format!("{MIGRATIONS}/{THEIRS}.rs")),
            text(THEIRS, parent, "more of feature")
        );
        assert_eq!(folder.read(&list), strobila_generator::write::render_mod([FIRST, OURS, THEIRS, new]));
        // Once more changes nothing.
        let names = || {
            let entries = fs::read_dir(folder.path().join(MIGRATIONS)).unwrap().flatten();
            entries.map(|entry| entry.file_name()).collect::<std::collections::BTreeSet<_>>()
        };
        let before = names();
        folder.run(&format!("db:rebase{word}"));
        assert_eq!(names(), before);
    }
}

#[test]
fn a_list_with_marks_of_a_conflict_is_written_again_whole_and_sorted() {
    let folder = broken();
    let right = strobila_generator::write::render_mod([FIRST, OURS]);
    let conflict = right.replace("}\n", &format!("<<<<<<< HEAD\n    {OURS},\n=======\n>>>>>>> other\n}}\n"));
    for name in [OURS, FIRST] {
        folder.put(&format!("{MIGRATIONS}/{name}.rs"), "");
    }
    let list = format!("{MIGRATIONS}/mod.rs");
    folder.put(&list, &conflict);
    let run = folder.run("db:check");
    assert_eq!((run.code, folder.read(&list)), (2, conflict), "db:check changes nothing: {run:?}");
    assert!(run.err.contains("holds the marks of a merge conflict"), "{run:?}");
    let run = folder.run("db:status");
    assert!(run.err.contains("writing it again from the files beside it"), "{run:?}");
    assert_eq!(folder.read(&list), right);
}

#[test]
fn a_list_that_names_a_file_that_is_gone_is_written_again_without_it() {
    let folder = broken();
    folder.put(&format!("{MIGRATIONS}/{FIRST}.rs"), "");
    let list = format!("{MIGRATIONS}/mod.rs");
    folder.put(&list, &strobila_generator::write::render_mod([FIRST, OURS]));
    let run = folder.run("db:status");
    assert!(
        run.err.contains(&format!("lists {OURS}, which has no file; writing it again without")),
        "{run:?}"
    );
    assert_eq!(folder.read(&list), strobila_generator::write::render_mod([FIRST]));
}

#[test]
fn a_file_that_is_not_listed_is_taken_in_by_db_generate_alone() {
    let folder = broken();
    for name in [OURS, FIRST] {
        folder.put(&format!("{MIGRATIONS}/{name}.rs"), "");
    }
    let list = format!("{MIGRATIONS}/mod.rs");
    let old = strobila_generator::write::render_mod([FIRST]);
    folder.put(&list, &old);
    for line in ["db:migrate", "db:check", "db:generate --check", "db:generate --dry-run"] {
        folder.run(line);
        assert_eq!(folder.read(&list), old, "{line}");
    }
    folder.run("db:generate");
    assert_eq!(folder.read(&list), strobila_generator::write::render_mod([FIRST, OURS]));
}

#[test]
fn the_exit_code_and_the_words_of_the_program_pass_through() {
    let folder = broken();
    folder.put(
        "crates/db/src/main.rs",
        "fn main() { println!(\"{:?}\", std::env::args().skip(1).collect::<Vec<_>>()); std::process::exit(7) }\n",
    );
    let run = folder.run_in("crates/schema/src", "--env dev db status blog");
    assert_eq!((run.code, run.out.trim()), (7, r#"["--env", "dev", "db", "status", "blog"]"#), "{run:?}");
    // A newer release may know what the launcher does not.
    assert_eq!(folder.run("db:frobnicate").code, 7);
}

#[cfg(unix)]
#[test]
fn sigterm_is_passed_on_to_the_program() {
    let folder = broken();
    let main = "fn main() { std::fs::write(\"up\", \"\").unwrap(); std::thread::sleep(std::time::Duration::from_secs(60)) }\n";
    folder.put("crates/db/src/main.rs", main);
    let mut launcher = folder.command("").arg("db:status").spawn().expect("it can be started");
    let up = folder.path().join("up");
    while !up.exists() {
        assert_eq!(launcher.try_wait().expect("it can be asked"), None);
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let id = rustix::process::Pid::from_child(&launcher);
    rustix::process::kill_process(id, rustix::process::Signal::TERM).expect("it is there");
    assert_eq!(launcher.wait().expect("it ends").code(), Some(143));
}

#[test]
fn bash_completes_the_words_behind_a_colon() {
    let folder = Folder::new();
    let script = folder.run("completions bash").out;
    fs::write(folder.path().join("strobila.bash"), script).expect("it can be written");
    for (words, expected) in [
        ("strobila db : mig", "migrate"),
        (
            "strobila db :",
            "generate migrate rollback status history show diff drift check verify pull baseline rebase repair target create drop setup",
        ),
        ("strobila db : target a", "add"),
        ("strobila db : drift --ad", "--adopt"),
        ("strobila db : generate --fr", "--from"),
        ("strobila db:mig", "db:migrate"),
        ("strobila mod", "module:new"),
        ("strobila --format json db : stat", "status"),
        ("strobila db : migrate --all", "--allow-out-of-order"),
        ("strobila --color al", "always"),
    ] {
        assert_eq!(folder.complete(words), expected, "{words}");
    }
}

#[test]
fn every_shell_has_its_script() {
    let folder = Folder::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let run = folder.run(&format!("completions {shell}"));
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{shell}");
        assert!(run.out.contains("db:generate") || run.out.contains("db\\:generate"), "{shell}");
    }
}

const MIGRATIONS: &str = "crates/schema/src/blog/migrations";

/// A project whose packages depend on nothing, so that cargo is quick to say what is wrong.
fn broken() -> Folder {
    let folder = Folder::new();
    folder.run("init blog");
    let manifest = |name: &str| format!("[package]\nname = \"{name}\"\nedition = \"2024\"\n");
    folder.put("crates/db/Cargo.toml", &manifest("db"));
    // The launcher looks for lists where `strobila` is a dependency; a package of that name stands in.
    folder.put(
        "crates/schema/Cargo.toml",
        &format!("{}[dependencies]\nstrobila = {{ path = \"../strobila\" }}\n", manifest("schema")),
    );
    folder.put("crates/strobila/Cargo.toml", &manifest("strobila"));
    folder.put("crates/strobila/src/lib.rs", "");
    folder.put("crates/db/src/main.rs", "compile_error!(\"broken\");\n");
    folder
}
