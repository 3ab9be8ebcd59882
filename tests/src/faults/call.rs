//! One run of the program, as a process.

use std::io::Read;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

/// How long a run may take before the test fails.
const LIMIT: Duration = Duration::from_secs(90);

/// A command that is about to run.
#[derive(Debug)]
pub struct Call {
    command: Command,
    line: String,
}

impl Call {
    /// A command line in the project's folder.
    pub(super) fn new(folder: &Path, line: &str) -> Call {
        let mut command = Command::new(program());
        command.args(line.split(' ').filter(|word| !word.is_empty())).current_dir(folder);
        command.env_remove("DATABASE_URL").env_remove("STROBILA_FAILPOINT").env("RUST_BACKTRACE", "0");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        Call { command, line: line.to_owned() }
    }

    /// With a failpoint: `after_statement:3=abort`.
    pub fn point(mut self, point: &str) -> Call {
        self.command.env("STROBILA_FAILPOINT", point);
        self
    }

    /// With an environment variable.
    pub fn env(mut self, name: &str, value: impl AsRef<std::ffi::OsStr>) -> Call {
        self.command.env(name, value);
        self
    }

    /// The command itself, for what the others do not do.
    pub fn command(&mut self) -> &mut Command {
        &mut self.command
    }

    /// Runs it to its end.
    #[track_caller]
    pub fn run(self) -> Ran {
        self.start().wait()
    }

    /// Runs it to its end, which must have this exit code.
    ///
    /// # Panics
    /// When it has another.
    #[track_caller]
    pub fn ends(self, code: i32) -> Ran {
        let ran = self.run();
        assert_eq!(ran.code, Some(code), "{ran:?}");
        ran
    }

    /// Starts it.
    ///
    /// # Panics
    /// When there is no such program.
    #[track_caller]
    pub fn start(mut self) -> Running {
        let mut child = self.command.spawn().expect("the program is built with the tests");
        let out = Text::of(child.stdout.take().expect("it is a pipe"));
        let err = Text::of(child.stderr.take().expect("it is a pipe"));
        Running { child, line: self.line, out, err, started: Instant::now() }
    }
}

/// The program beside the tests.
fn program() -> PathBuf {
    let test = std::env::current_exe().expect("a test knows where it stands");
    let folders = test.ancestors().skip(1).map(|folder| folder.join("faults_db"));
    folders
        .into_iter()
        .find(|file| file.exists())
        .expect("cargo builds the programs of a package with its tests")
}

/// What a pipe has given so far.
#[derive(Debug)]
struct Text {
    so_far: Arc<Mutex<Vec<u8>>>,
    reader: JoinHandle<()>,
}

impl Text {
    fn of(mut pipe: impl Read + Send + 'static) -> Text {
        let so_far = Arc::new(Mutex::new(Vec::new()));
        let shared = Arc::clone(&so_far);
        let reader = std::thread::spawn(move || {
            let mut piece = [0; 4096];
            while let Ok(count @ 1..) = pipe.read(&mut piece) {
                shared.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(&piece[..count]);
            }
        });
        Text { so_far, reader }
    }

    fn now(&self) -> String {
        String::from_utf8_lossy(&self.so_far.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
    }

    fn whole(self) -> String {
        self.reader.join().expect("reading a pipe does not panic");
        let bytes = self.so_far.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

/// A process at work.
#[derive(Debug)]
pub struct Running {
    child: Child,
    line: String,
    out: Text,
    err: Text,
    started: Instant,
}

impl Running {
    /// What it has printed on stderr so far.
    pub fn err(&self) -> String {
        self.err.now()
    }

    /// What it has printed on stdout so far.
    pub fn out(&self) -> String {
        self.out.now()
    }

    /// Its process id.
    ///
    /// # Panics
    /// Never: every process has one.
    pub fn pid(&self) -> Pid {
        Pid::from_child(&self.child)
    }

    /// Waits until stderr holds a text.
    ///
    /// # Panics
    /// When it ends, or 30 seconds pass, without.
    #[track_caller]
    pub fn until_err(&mut self, text: &str) {
        self.until(text, |running| running.err().contains(text));
    }

    /// Waits until something holds.
    ///
    /// # Panics
    /// When 30 seconds pass, or the process ends, before it does.
    #[track_caller]
    pub fn until(&mut self, what: &str, mut holds: impl FnMut(&Running) -> bool) {
        let started = Instant::now();
        while !holds(self) {
            let ended = self.child.try_wait().expect("a child can be asked");
            let is_late = started.elapsed() > Duration::from_secs(30);
            if is_late || (ended.is_some() && !holds(self)) {
                panic!("{}: {what} did not come: {ended:?}\n{}\n{}", self.line, self.out(), self.err());
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Sends a signal.
    ///
    /// # Panics
    /// When the process is gone.
    pub fn signal(&self, signal: Signal) {
        kill_process(self.pid(), signal).expect("the process is there until it was waited for");
    }

    /// Kills it as `kill -9` does, and waits for the end.
    pub fn kill(self) -> Ran {
        self.signal(Signal::KILL);
        self.wait()
    }

    /// Waits for the end.
    ///
    /// # Panics
    /// When it does not come in time.
    #[track_caller]
    pub fn wait(mut self) -> Ran {
        let status = loop {
            if let Some(status) = self.child.try_wait().expect("a child can be asked") {
                break status;
            }
            if self.started.elapsed() > LIMIT {
                self.signal(Signal::KILL);
                panic!("{} did not end in {LIMIT:?}\n{}\n{}", self.line, self.out(), self.err());
            }
            std::thread::sleep(Duration::from_millis(2));
        };
        let took = self.started.elapsed();
        Ran::new(self.line, status, self.out.whole(), self.err.whole(), took)
    }
}

/// What a run did.
#[derive(Debug)]
pub struct Ran {
    /// The command line.
    pub line: String,
    /// The exit code; none when a signal ended it.
    pub code: Option<i32>,
    /// The signal that ended it.
    pub signal: Option<i32>,
    /// stdout.
    pub out: String,
    /// stderr.
    pub err: String,
    /// How long it took.
    pub took: Duration,
}

impl Ran {
    // Whatever else a test looks at: (e) of the oracle holds for every output of every run.
    #[track_caller]
    fn new(line: String, status: ExitStatus, out: String, err: String, took: Duration) -> Ran {
        let ran = Ran { line, code: status.code(), signal: status.signal(), out, err, took };
        assert!(!format!("{ran:?}").contains(super::SECRET), "a password is shown: {ran:?}");
        let is_asked_for = ran.err.contains("the failpoint ");
        assert!(is_asked_for || !ran.err.contains("panicked at"), "it panicked: {ran:?}");
        ran
    }

    /// stdout as JSON.
    ///
    /// # Panics
    /// When it is none.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}
