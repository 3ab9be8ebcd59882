//! The tables `strobila_migrations`, `strobila_journal` and `strobila_meta`: what is applied, what ever
//! happened, and who may read it.

/// One thing that happened. The journal is only ever added to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalEntry {
    /// Its number; a later one is greater.
    pub id: i64,
    /// When, RFC 3339, UTC.
    pub at: String,
    /// The run it belongs to.
    pub run_id: String,
    /// The module.
    pub module: String,
    /// The migration; none for what concerns the module.
    pub name: Option<String>,
    /// `started`, `step`, `applied`, `failed`, `rolling_back`, `rolled_back`, `baselined`, `renamed`.
    pub event: String,
    /// How many steps were committed then.
    pub step: Option<usize>,
    /// The server's message, the old name and the like.
    pub detail: Option<String>,
}
