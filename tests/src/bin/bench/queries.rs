//! How many queries go to a server: sqlx tells of each as an event.

use std::sync::Once;
use std::sync::atomic::{AtomicUsize, Ordering};

use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

static COUNT: AtomicUsize = AtomicUsize::new(0);

static LISTEN: Once = Once::new();

/// What the work gives, and how many queries went out meanwhile.
pub(crate) async fn counted<T>(work: impl Future<Output = T>) -> (T, usize) {
    LISTEN.call_once(|| {
        // No other is set in this program.
        let _ = tracing::subscriber::set_global_default(Listener);
    });
    let before = COUNT.load(Ordering::Relaxed);
    let result = work.await;
    (result, COUNT.load(Ordering::Relaxed) - before)
}

struct Listener;

impl Subscriber for Listener {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("sqlx::query")
    }

    fn new_span(&self, _span: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _span: &Id, _values: &Record<'_>) {}

    fn record_follows_from(&self, _span: &Id, _follows: &Id) {}

    fn event(&self, _event: &Event<'_>) {
        COUNT.fetch_add(1, Ordering::Relaxed);
    }

    fn enter(&self, _span: &Id) {}

    fn exit(&self, _span: &Id) {}
}
