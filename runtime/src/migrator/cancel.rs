//! Stops a run from outside.

use std::sync::Arc;

use tokio::sync::watch;

/// Stops the runs of a [`Migrator`](super::Migrator) at a point from which they can go on.
///
/// The statement that runs is ended by the server and its transaction rolled back, what is in is recorded, and
/// the lock is given back; the run then fails with [`Error::Cancelled`](crate::Error::Cancelled). Clones stop
/// the same runs. Dropping a run's future instead leaves its statement running on the server.
///
/// # Examples
/// ```no_run
/// # async fn stop(modules: &[&'static strobila::Module]) {
/// let migrator = strobila::Migrator::new(modules);
/// let cancel = migrator.cancel_handle();
/// tokio::spawn(async move {
///     if tokio::signal::ctrl_c().await.is_ok() {
///         cancel.cancel();
///     }
/// });
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Cancel {
    wanted: Arc<watch::Sender<bool>>,
}

impl Cancel {
    pub(super) fn new() -> Self {
        Cancel { wanted: Arc::new(watch::Sender::new(false)) }
    }

    /// Stops what runs, and whatever would run from here on.
    pub fn cancel(&self) {
        self.wanted.send_replace(true);
    }

    /// Whether it was asked to stop.
    pub fn is_cancelled(&self) -> bool {
        *self.wanted.borrow()
    }

    /// Waits until it is asked to stop.
    pub(super) async fn cancelled(&self) {
        let mut receiver = self.wanted.subscribe();
        // The sender outlives the receiver: this handle holds it.
        let _ = receiver.wait_for(|wanted| *wanted).await;
    }
}
