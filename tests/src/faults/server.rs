//! A server of a test's own, which can be killed and started again.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use strobila::Target;
use strobila::dialect::connect;

/// A server with its data in a folder of its own; gone with the value.
#[derive(Debug)]
pub struct Server {
    target: Target,
    folder: tempfile::TempDir,
    port: u16,
    child: Option<Child>,
}

impl Server {
    /// A new server of that kind; none, said loudly, when its programs are not installed.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start(target: Target) -> Option<Server> {
        let programs = match target {
            Target::Postgres => newest_postgres()?,
            _ => PathBuf::new(),
        };
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let user = user(target);
        let data = folder.path().join("data");
        shell(&format!(
            "chmod 755 {0}; mkdir {1}; chown {user} {1} 2>/dev/null; true",
            folder.path().display(),
            data.display()
        ));
        let data = data.display();
        let made = match target {
            Target::Postgres => as_user(
                user,
                &format!(
                    "{}/initdb -D {data}/db -A trust -U postgres -E UTF8 --locale=C.UTF-8 --no-sync",
                    programs.display()
                ),
            ),
            _ => as_user(
                user,
                &format!(
                    "mariadb-install-db --no-defaults --datadir={data}/db --auth-root-authentication-method=normal --skip-test-db"
                ),
            ),
        };
        let made =
            Command::new("sh").args(["-c", &made]).stdout(Stdio::null()).stderr(Stdio::null()).status();
        if !made.is_ok_and(|status| status.success()) {
            eprintln!("LEFT OUT: no server of {target} can be made here: its programs are not installed");
            return None;
        }
        let init = "CREATE USER IF NOT EXISTS root@'127.0.0.1'; GRANT ALL ON *.* TO root@'127.0.0.1' WITH GRANT OPTION;";
        std::fs::write(folder.path().join("init.sql"), init).expect("it can be written");
        let port =
            TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a port is free");
        let mut server = Server { target, folder, port: port.port(), child: None };
        server.up();
        Some(server)
    }

    /// The administrator's URL.
    pub fn url(&self) -> String {
        match self.target {
            Target::Postgres => format!("postgres://postgres@127.0.0.1:{}/postgres", self.port),
            _ => format!("mysql://root@127.0.0.1:{}/", self.port),
        }
    }

    /// Kills it as `kill -9` does.
    ///
    /// # Panics
    /// When it does not run.
    pub fn kill(&mut self) {
        let mut child = self.child.take().expect("it runs");
        child.kill().expect("it is there until it was waited for");
        child.wait().expect("it can be waited for");
    }

    /// Starts it, and waits until it answers.
    ///
    /// # Panics
    /// When it does not.
    pub fn up(&mut self) {
        let started = Instant::now();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("it starts");
        while started.elapsed() < Duration::from_secs(60) {
            // What a killed server leaves running keeps the next one out for a moment.
            let is_gone = self.child.as_mut().is_none_or(|child| !matches!(child.try_wait(), Ok(None)));
            if is_gone {
                self.child = Some(self.spawn());
            }
            if let Ok(session) = runtime.block_on(connect(&self.url())) {
                runtime.block_on(session.close());
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        let log = std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
        panic!("the server does not answer: {log}");
    }

    fn spawn(&self) -> Child {
        let (folder, port) = (self.folder.path(), self.port);
        let (data, folder) = (folder.join("data").display().to_string(), folder.display().to_string());
        // Only the process is killed, never the machine: nothing has to reach the disk.
        let line = match self.target {
            Target::Postgres => format!(
                "{}/postgres -D {data}/db -k {data} -p {port} -c listen_addresses=127.0.0.1 -c fsync=off",
                newest_postgres().unwrap_or_default().display()
            ),
            _ => format!(
                "{}/mariadbd --no-defaults --datadir={data}/db --bind-address=127.0.0.1 --port={port} --socket={data}/s \
                 --pid-file={data}/pid --init-file={folder}/init.sql --innodb-flush-method=nosync",
                "/usr/sbin"
            ),
        };
        let log = std::fs::File::options().create(true).append(true).open(format!("{folder}/log"));
        let log = log.expect("it can be opened");
        let line = as_user(user(self.target), &line);
        let mut command = Command::new("sh");
        command.args(["-c", &format!("exec {line}")]).stdin(Stdio::null());
        command.stdout(log.try_clone().expect("it has copies")).stderr(log);
        command.spawn().expect("a shell is there")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            // It may be gone already.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

fn user(target: Target) -> &'static str {
    if target == Target::Postgres { "postgres" } else { "mysql" }
}

/// A command line as it runs for a server's user, when we are root.
fn as_user(user: &str, line: &str) -> String {
    match rustix::process::geteuid().is_root() {
        true => format!("setpriv --reuid={user} --regid={user} --clear-groups {line}"),
        false => line.to_owned(),
    }
}

fn shell(line: &str) {
    let _ = Command::new("sh").args(["-c", line]).status();
}

/// The folder of the newest PostgreSQL's programs.
fn newest_postgres() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?.flatten();
    let all = versions.map(|entry| entry.path().join("bin")).filter(|bin| bin.join("initdb").exists());
    let number = |bin: &PathBuf| bin.parent().and_then(Path::file_name)?.to_str()?.parse::<u32>().ok();
    all.max_by_key(number)
}
