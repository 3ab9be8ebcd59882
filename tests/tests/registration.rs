//! Models are found whatever the linker may throw away: a project of its own, built by cargo.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Every model of `tests/registration`, by module.
const FOUND: &str = "\
blog: hidden post
blogroll: link
elsewhere: far
nested: inner
own: own
";

#[test]
fn link_time_optimisation_over_all_crates_keeps_every_model() {
    let settings = ["opt-level=0", "lto=\"fat\"", "codegen-units=256", "strip=true", "panic=\"abort\""];
    assert_eq!(found("release", &settings), FOUND);
}

#[test]
#[ignore = "several minutes: cargo test -p strobila-tests --test registration -- --ignored"]
fn every_profile_keeps_every_model() {
    for units in ["codegen-units=1", "codegen-units=256"] {
        assert_eq!(found("dev", &[units]), FOUND, "dev, {units}");
        for lto in ["lto=\"off\"", "lto=false", "lto=\"thin\"", "lto=\"fat\""] {
            for strip in ["strip=\"none\"", "strip=\"symbols\""] {
                let settings = [units, lto, strip];
                assert_eq!(found("release", &settings), FOUND, "{settings:?}");
            }
        }
    }
    let smallest = ["opt-level=\"z\"", "lto=\"fat\"", "codegen-units=1", "panic=\"abort\""];
    assert_eq!(found("release", &smallest), FOUND);
    // Once with the dependencies optimised as well.
    let all = ["lto=\"fat\"", "codegen-units=1", "strip=true", "package.\"*\".opt-level=3"];
    assert_eq!(found("release", &all), FOUND);
}

/// What the project prints, built in a profile with these settings.
fn found(profile: &str, settings: &[&str]) -> String {
    let project = project();
    let mut command = Command::new(env!("CARGO"));
    command.args(["run", "--quiet", "--package", "app", "--profile", profile]);
    for setting in settings {
        command.arg("--config").arg(format!("profile.{profile}.{setting}"));
    }
    command.current_dir(&project).env("CARGO_TARGET_DIR", project.join("target"));
    // What the workspace's own build is run with is not for this one.
    for variable in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_BUILD_TARGET"] {
        command.env_remove(variable);
    }
    let output = command.output().expect("cargo can be started");
    assert!(output.status.success(), "{settings:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("it prints text")
}

/// A copy of the project below `target`, where what was built is kept for the next run.
fn project() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = tests.parent().expect("it stands in the workspace");
    let project = Path::new(env!("CARGO_TARGET_TMPDIR")).join("registration");
    copy(&tests.join("registration"), &project, root);
    // The versions that the workspace is tested with.
    fs::copy(root.join("Cargo.lock"), project.join("Cargo.lock")).expect("it can be copied");
    project
}

/// Copies a folder; the path to our crate becomes absolute.
fn copy(from: &Path, to: &Path, root: &Path) {
    fs::create_dir_all(to).expect("it can be made");
    for entry in fs::read_dir(from).expect("it can be read") {
        let path = entry.expect("it can be read").path();
        let target = to.join(path.file_name().expect("it has a name"));
        if path.is_dir() {
            copy(&path, &target, root);
        } else {
            let text = fs::read_to_string(&path).expect("it is text");
            let text = text.replace("../../runtime", &root.join("runtime").to_string_lossy());
            fs::write(&target, text).expect("it can be written");
        }
    }
}
