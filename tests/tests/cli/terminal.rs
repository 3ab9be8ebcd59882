//! A pseudo-terminal: a person's keys, and what stands on the screen.

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::OpenOptionsExt;
use std::process::{Child, Command};
use std::sync::{Arc, Mutex};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rustix::fs::OFlags;
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

pub(crate) const ENTER: &str = "\r";
pub(crate) const DOWN: &str = "\u{1b}[B";
pub(crate) const ESCAPE: &str = "\u{1b}";
pub(crate) const CONTROL_C: &str = "\u{3}";

/// How long an answer of the program may take; the limit only ends what hangs.
const PATIENCE: Duration = Duration::from_secs(60);

/// A program with its stdin, stdout and stderr on a terminal of its own.
pub(crate) struct Terminal {
    child: Child,
    keys: File,
    screen: Arc<Mutex<Vec<u8>>>,
    /// How much of the screen was read.
    read: usize,
}

impl Terminal {
    pub(crate) fn start(mut command: Command) -> Self {
        let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("there is a pseudo-terminal");
        grantpt(&ours).expect("it can be granted");
        unlockpt(&ours).expect("it can be unlocked");
        let size = Winsize { ws_row: 40, ws_col: 160, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(&ours, size).expect("it has a size");
        let name = ptsname(&ours, Vec::new()).expect("it has a name");
        let theirs = OpenOptions::new()
            .read(true)
            .write(true)
            .custom_flags(OFlags::NOCTTY.bits().cast_signed())
            .open(std::ffi::OsStr::from_bytes(name.as_bytes()))
            .expect("it can be opened");
        let other = || theirs.try_clone().expect("it can be opened twice");
        command.stdin(other()).stdout(other()).stderr(other()).env("TERM", "xterm");
        let child = command.spawn().expect("it can be started");
        // Only the program has the other end now, so that reading ends with it.
        drop((command, theirs));
        let keys = File::from(ours);
        let mut reader = keys.try_clone().expect("it can be opened twice");
        let screen = Arc::new(Mutex::new(Vec::new()));
        let shared = Arc::clone(&screen);
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(length @ 1..) = reader.read(&mut bytes) {
                shared.lock().expect("nobody panicked").extend_from_slice(&bytes[..length]);
            }
        });
        Terminal { child, keys, screen, read: 0 }
    }

    /// Waits until the program has written this behind what was waited for before.
    pub(crate) fn wait_for(&mut self, text: &str) {
        let start = Instant::now();
        loop {
            let screen = self.screen();
            if let Some(at) = screen[self.read..].find(text) {
                self.read += at + text.len();
                return;
            }
            assert!(start.elapsed() < PATIENCE, "no `{text}` behind {}", &screen[self.read..]);
            sleep(Duration::from_millis(10));
        }
    }

    pub(crate) fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).expect("somebody reads it");
    }

    /// Waits for the end: the exit code and all that was written.
    pub(crate) fn end(mut self) -> (i32, String) {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("it can be waited for") {
                // What was written last may still be on its way.
                sleep(Duration::from_millis(100));
                return (status.code().expect("no signal ended it"), self.screen());
            }
            assert!(start.elapsed() < PATIENCE, "it does not end: {}", self.screen());
            sleep(Duration::from_millis(10));
        }
    }

    /// All that was written, without the codes that move the cursor and colour it.
    fn screen(&self) -> String {
        let bytes = self.screen.lock().expect("nobody panicked");
        let text = String::from_utf8_lossy(&bytes);
        let mut plain = String::new();
        let mut rest = text.chars();
        while let Some(letter) = rest.next() {
            if letter == '\u{1b}' {
                // A sequence ends with its first letter; `ESC [ 3 1 m`.
                rest.by_ref().find(char::is_ascii_alphabetic);
            } else {
                plain.push(letter);
            }
        }
        plain
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // It has ended, unless a test failed meanwhile.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
