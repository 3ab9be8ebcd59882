//! A throw-away PostgreSQL server.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::server::{Kind, folder_in_path};

/// Everybody is trusted but the role `strobila_password`, for the tests of a wrong one.
const GUARD: &str = r#"
folder=$1 programs=$2 port=$3; shift 3
if ! "$@" "$programs/initdb" --auth=trust --username=postgres --encoding=UTF8 --locale=C.UTF-8 --no-sync \
    -D "$folder/data" >"$folder/log" 2>&1
then
    cat "$folder/log" >&2
    rm -rf "$folder"
    exit 1
fi
hba=$folder/data/pg_hba.conf
{ echo 'host all strobila_password all scram-sha-256'; cat "$hba"; } >"$folder/hba" && cat "$folder/hba" >"$hba"
"$@" "$programs/postgres" -D "$folder/data" -k "$folder" -p "$port" -c listen_addresses=127.0.0.1 \
    -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200 \
    >"$folder/log" 2>&1 </dev/null &
server=$!
cat >/dev/null
# TERM ends it even before it listens to signals; INT then does not wait for clients.
kill -TERM "$server" && kill -INT "$server" 2>/dev/null
wait "$server"
rm -rf "$folder"
"#;

/// Debian's packages, without the cluster they would set up and start.
const INSTALL: &str = "set -e
    export DEBIAN_FRONTEND=noninteractive
    apt-get update
    apt-get install -y postgresql-common
    sed -i 's/^#* *create_main_cluster.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf
    apt-get install -y postgresql";

/// The pooler of the tests of reliability, without the one that the package would start.
const POOLER: &str = "set -e
    export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1
    apt-get update
    apt-get install -y --no-install-recommends pgbouncer";

pub(crate) static POSTGRES: Kind = Kind {
    name: "PostgreSQL",
    variable: "TEST_POSTGRES_URL",
    user: "postgres",
    package: "postgresql",
    install: INSTALL,
    beside: Some(("pgbouncer", POOLER)),
    guard: GUARD,
    programs,
    is_ready,
    url: |port| format!("postgres://postgres@127.0.0.1:{port}/postgres"),
};

/// The folder of `initdb`, of the newest version.
fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok();
    let newest = versions
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path().join("bin"))
        .filter(|bin| bin.join("initdb").exists() && bin.join("postgres").exists())
        .max_by_key(|bin| {
            bin.parent().and_then(Path::file_name)?.to_str()?.split('.').next()?.parse::<u32>().ok()
        });
    newest.or_else(|| folder_in_path(&["initdb", "postgres"]))
}

fn is_ready(programs: &Path, port: u16) -> Result<bool, String> {
    let status = Command::new(programs.join("pg_isready"))
        .args(["-q", "-h", "127.0.0.1", "-p", &port.to_string()])
        .status()
        .map_err(|error| format!("cannot run pg_isready: {error}"))?;
    Ok(status.success())
}
