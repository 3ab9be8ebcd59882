//! Runs the parts of a task one after another and sums them up.

use std::io::{self, BufRead, BufReader, IsTerminal};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What was run so far.
#[derive(Default)]
pub(crate) struct Report {
    lines: Vec<Line>,
}

struct Line {
    title: String,
    passed: bool,
    took: Duration,
    tests: Option<Tests>,
}

/// Tests as counted by the test runner.
#[derive(Default, Clone, Copy)]
struct Tests {
    passed: usize,
    failed: usize,
    ignored: usize,
}

impl Report {
    /// Runs a command and notes whether it succeeded.
    pub(crate) fn run(&mut self, title: &str, command: &mut Command) -> Result<bool, String> {
        self.timed(title, || {
            let status = command.status().map_err(|error| cannot_run(command, &error))?;
            Ok((status.success(), None))
        })
    }

    /// Runs `cargo test` and counts the tests that it reports.
    pub(crate) fn run_tests(&mut self, title: &str, command: &mut Command) -> Result<bool, String> {
        self.timed(title, || {
            if io::stdout().is_terminal() {
                command.env("CARGO_TERM_COLOR", "always");
            }
            let mut child =
                command.stdout(Stdio::piped()).spawn().map_err(|error| cannot_run(command, &error))?;
            let mut tests = Tests::default();
            let stdout = child.stdout.take().ok_or("the test runner has no output")?;
            for line in BufReader::new(stdout).split(b'\n') {
                let line = line.map_err(|error| format!("cannot read what the tests print: {error}"))?;
                let line = String::from_utf8_lossy(&line);
                println!("{line}");
                tests.add(&line);
            }
            let status = child.wait().map_err(|error| cannot_run(command, &error))?;
            Ok((status.success(), Some(tests)))
        })
    }

    /// Prints one line per part; true when all of them passed.
    pub(crate) fn finish(self) -> bool {
        println!();
        for line in &self.lines {
            let word = if line.passed { "passed" } else { "FAILED" };
            print!("{word}  {:<32} {:>6.1} s", line.title, line.took.as_secs_f64());
            match line.tests {
                Some(Tests { passed, failed, ignored }) => {
                    println!("  {passed} passed, {failed} failed, {ignored} ignored");
                }
                None => println!(),
            }
        }
        self.lines.iter().all(|line| line.passed)
    }

    fn timed(
        &mut self,
        title: &str,
        run: impl FnOnce() -> Result<(bool, Option<Tests>), String>,
    ) -> Result<bool, String> {
        eprintln!("\n==> {title}");
        let start = Instant::now();
        let (passed, tests) = run()?;
        self.lines.push(Line { title: title.to_owned(), passed, took: start.elapsed(), tests });
        Ok(passed)
    }
}

impl Tests {
    /// Adds what a line such as `test result: ok. 3 passed; 0 failed; 1 ignored; …` says.
    fn add(&mut self, line: &str) {
        let Some((_, counts)) = line.split_once("test result: ") else { return };
        let words: Vec<&str> = counts.split([' ', ';', '.']).filter(|word| !word.is_empty()).collect();
        for pair in words.windows(2) {
            let [number, word] = pair else { continue };
            let Ok(number) = number.parse::<usize>() else { continue };
            match *word {
                "passed" => self.passed += number,
                "failed" => self.failed += number,
                "ignored" => self.ignored += number,
                _ => {}
            }
        }
    }
}

fn cannot_run(command: &Command, error: &io::Error) -> String {
    format!("cannot run {}: {error}", command.get_program().display())
}

#[cfg(test)]
mod tests {
    use super::Tests;

    #[test]
    fn results_are_summed() {
        let mut tests = Tests::default();
        tests.add(
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 4 filtered out; finished in 0.01s",
        );
        tests.add("test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out");
        tests.add("test naming ... ok");
        assert_eq!((tests.passed, tests.failed, tests.ignored), (5, 1, 1));
    }
}
