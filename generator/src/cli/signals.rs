//! SIGINT and SIGTERM: the first stops what runs at a point from which it can go on, the second ends the
//! process.

use std::process;
use std::sync::{Mutex, Once, OnceLock, PoisonError};
use std::thread;

use strobila::migrator::Cancel;
use tokio::sync::watch;

/// What asks the process to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// Ctrl-C.
    Interrupt,
    /// What `kill` and a container's end send.
    Terminate,
}

impl Signal {
    /// What the process ends with: 128 and the signal's number.
    pub const fn exit_code(self) -> u8 {
        match self {
            Signal::Interrupt => 130,
            Signal::Terminate => 143,
        }
    }
}

/// What is to be stopped, while something runs.
static RUNNING: Mutex<Option<Cancel>> = Mutex::new(None);

/// The signal that came.
static CAME: OnceLock<watch::Sender<Option<Signal>>> = OnceLock::new();

/// Stops a run when a signal comes, for as long as it lives. Afterwards a signal ends the process at once.
pub struct Guard {
    came: watch::Receiver<Option<Signal>>,
}

impl Guard {
    /// From here on a signal stops this run.
    pub fn new(cancel: Cancel) -> Self {
        static THREAD: Once = Once::new();
        let sender = CAME.get_or_init(|| watch::Sender::new(None));
        *running() = Some(cancel);
        // A thread of its own: a run that hangs in writing to a pipe can still be ended.
        THREAD.call_once(|| drop(thread::Builder::new().name("signals".to_owned()).spawn(listen)));
        Guard { came: sender.subscribe() }
    }

    /// Waits for a signal.
    pub async fn came(&mut self) -> Signal {
        loop {
            if let Some(signal) = *self.came.borrow_and_update() {
                return signal;
            }
            if self.came.changed().await.is_err() {
                std::future::pending::<()>().await;
            }
        }
    }

    /// The signal that came, if one did.
    pub fn seen(&self) -> Option<Signal> {
        *self.came.borrow()
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        *running() = None;
    }
}

fn running() -> std::sync::MutexGuard<'static, Option<Cancel>> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

fn listen() {
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else { return };
    runtime.block_on(async {
        // Where signals cannot be had, they do what they do by themselves: end the process.
        let Ok(mut signals) = Signals::new() else { return };
        let mut is_second = false;
        loop {
            let signal = signals.next().await;
            match running().as_ref() {
                Some(cancel) if !is_second => cancel.cancel(),
                _ => process::exit(signal.exit_code().into()),
            }
            is_second = true;
            if let Some(sender) = CAME.get() {
                sender.send_replace(Some(signal));
            }
        }
    });
}

#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Signals {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn next(&mut self) -> Signal {
        tokio::select! {
            _ = self.interrupt.recv() => Signal::Interrupt,
            _ = self.terminate.recv() => Signal::Terminate,
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn new() -> std::io::Result<Self> {
        Ok(Signals)
    }

    async fn next(&mut self) -> Signal {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
        Signal::Interrupt
    }
}
