use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use sqlx::{Connection as _, PgConnection, Row as _};
use strobila_tests::faults::{Db, Project, is_thorough};
use strobila_tests::rows_on;

/// The user `nobody`: PgBouncer refuses to run as root.
const NOBODY: u32 = 65_534;

/// PgBouncer before a server.
struct Pool {
    child: Child,
    url: String,
}

impl Pool {
    /// None where there is no PgBouncer.
    fn before(db: &Db, mode: &str, size: usize) -> Option<Self> {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let (before, rest) = db.url.rsplit_once('@').unwrap();
        let (server, name) = rest.split_once('/').unwrap();
        let (host, server_port) = server.rsplit_once(':').unwrap();
        let (user, password) = before.split_once("://").unwrap().1.split_once(':').unwrap();
        let folder = db.folder().join(format!("pool-{mode}-{size}"));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(
            folder.join("ini"),
            format!(
                "[databases]\n* = host={host} port={server_port}\n[pgbouncer]\nlisten_addr = 127.0.0.1\n\
                 listen_port = {port}\nauth_type = trust\nauth_file = {}\npool_mode = {mode}\n\
                 default_pool_size = {size}\n\
                 ignore_startup_parameters = extra_float_digits\nunix_socket_dir =\nlogfile = {}\n",
                folder.join("users").display(),
                folder.join("log").display(),
            ),
        )
        .unwrap();
        std::fs::write(folder.join("users"), format!("\"{user}\" \"{password}\"\n")).unwrap();
        // Debian puts it where only root searches.
        let installed = Path::new("/usr/sbin/pgbouncer");
        let program = if installed.exists() { installed } else { Path::new("pgbouncer") };
        let mut command = Command::new(program);
        command.args(["-q"]).arg(folder.join("ini")).stdout(Stdio::null()).stderr(Stdio::null());
        if rustix::process::geteuid().is_root() {
            for path in [db.folder(), &folder] {
                chown(path, Some(NOBODY), None).unwrap();
            }
            command.uid(NOBODY);
        }
        let child = match command.spawn() {
            Ok(child) => child,
            Err(error) if !is_thorough() && std::env::var_os("CI").is_none() => {
                eprintln!("LEFT OUT: no pgbouncer ({error}); Debian: apt-get install pgbouncer");
                return None;
            }
            Err(error) => panic!("no pgbouncer ({error}); Debian: apt-get install pgbouncer"),
        };
        let url = format!("{before}@127.0.0.1:{port}/{name}");
        let mut pool = Pool { child, url };
        for _ in 0..100 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return Some(pool);
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("pgbouncer does not listen: {:?}", pool.child.try_wait());
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

fn config(project: &Project, url: &str) {
    project.config(&format!("[env.dev]\nurl = \"{url}\"\n"));
}

rows_on! {
    [postgres]
    fn row_10_a_transaction_pooler_is_refused_before_anything_is_made(db: &Db) {
        let project = Project::demo(db);
        for mode in ["transaction", "statement"] {
            for size in [1, 20] {
                let Some(pool) = Pool::before(db, mode, size) else { return };
                config(&project, &pool.url);
                let ran = project.call("db:migrate --wait 5").ends(1);
                let said = match mode {
                    "transaction" => "a transaction pooler, such as PgBouncer with pool_mode = transaction",
                    _ => "not allowed",
                };
                assert!(ran.err.contains(said), "{mode} {size}: {ran:?}");
                assert_eq!(db.list("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"), ["0"]);
            }
        }
        // What the refused run set does not stay with whoever gets that session of the server next.
        let Some(pool) = Pool::before(db, "transaction", 1) else { return };
        config(&project, &pool.url);
        let shown = || {
            db.block_on(async {
                let mut connection = PgConnection::connect(&pool.url).await.unwrap();
                let row = sqlx::raw_sql("SHOW row_security").fetch_one(&mut connection).await.unwrap();
                row.get::<String, _>(0)
            })
        };
        project.call("db:status").ends(0);
        assert_eq!(shown(), "on");
        let refused = project.call("db:migrate --format json").ends(1).json();
        assert_eq!(shown(), "on");
        assert_eq!(refused["error"]["code"], "transaction_pooler", "{refused}");
        assert!(refused["error"]["help"].as_str().unwrap().contains("pool_mode = session"), "{refused}");
    }

    [postgres]
    fn row_10_a_session_pooler_is_as_good_as_none(db: &Db) {
        let project = Project::demo(db);
        let Some(pool) = Pool::before(db, "session", 20) else { return };
        config(&project, &pool.url);
        project.call("db:migrate").ends(0);
        assert_eq!(db.lock_holder(Duration::from_secs(2)), None);
    }
}
