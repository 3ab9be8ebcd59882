//! Rows 2, 6 to 10, 12, 28 and 30: locks that others hold, time that runs out, a pooler in between, signals.

#[path = "faults_locks/index.rs"]
mod index;
#[path = "faults_locks/pooler.rs"]
mod pooler;
#[path = "faults_locks/progress.rs"]
mod progress;
#[path = "faults_locks/signals.rs"]
mod signals;
#[path = "faults_locks/support.rs"]
mod support;
#[expect(dead_code, reason = "nobody presses a key here")]
#[path = "cli/terminal.rs"]
mod terminal;
#[path = "faults_locks/timeout.rs"]
mod timeout;
#[path = "faults_locks/waiting.rs"]
mod waiting;
