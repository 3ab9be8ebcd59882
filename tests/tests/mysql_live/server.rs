//! A database of its own for each test.

use std::future::Future;
use std::sync::atomic::{AtomicU32, Ordering};

use strobila::dialect::{Session, connect};

static NUMBER: AtomicU32 = AtomicU32::new(0);

/// A new database, by URL; dropped by [`run`].
pub(crate) struct Database {
    pub(crate) url: String,
    pub(crate) admin: String,
}

impl Database {
    pub(crate) async fn session(&self) -> Box<dyn Session> {
        connect(&self.url).await.expect("the database was just made")
    }
}

/// Runs a test on a database of its own. Says loudly when there is no server to run it on.
pub(crate) fn run<F: Future<Output = ()>>(test: impl FnOnce(Database) -> F) {
    let Ok(admin) = std::env::var("TEST_MYSQL_URL") else {
        eprintln!("LEFT OUT: set TEST_MYSQL_URL to the admin URL of a throw-away MariaDB server");
        return;
    };
    let runtime = tokio::runtime::Runtime::new().expect("a runtime starts");
    runtime.block_on(async {
        let name = format!("strobila_live_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let mut server = connect(&admin).await.expect("TEST_MYSQL_URL names a server");
        server.execute(&format!("CREATE DATABASE {name}")).await.expect("may create");
        let (base, _) = admin.rsplit_once('/').expect("the URL ends in `/` or a database");
        let url = format!("{base}/{name}");
        // A test that fails leaves its database behind, to be looked at.
        test(Database { url, admin: format!("{base}/") }).await;
        server.execute(&format!("DROP DATABASE {name}")).await.expect("may drop");
        server.close().await;
    });
}
