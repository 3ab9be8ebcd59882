//! A throw-away MariaDB server.

use std::io::Read;
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::server::{Kind, folder_in_path};

/// Nothing is flushed to the disk, and `root` has no password.
const GUARD: &str = r#"
folder=$1 programs=$2 port=$3; shift 3
install=$(PATH="$programs:$PATH:/usr/bin" command -v mariadb-install-db)
if ! "$@" "$install" --no-defaults --datadir="$folder/data" --auth-root-authentication-method=normal \
    --skip-test-db >"$folder/log" 2>&1
then
    cat "$folder/log" >&2
    rm -rf "$folder"
    exit 1
fi
echo "CREATE USER IF NOT EXISTS root@'127.0.0.1'; GRANT ALL ON *.* TO root@'127.0.0.1' WITH GRANT OPTION;" \
    >"$folder/init.sql"
"$@" "$programs/mariadbd" --no-defaults --datadir="$folder/data" --bind-address=127.0.0.1 --port="$port" \
    --socket="$folder/socket" --pid-file="$folder/pid" --init-file="$folder/init.sql" \
    --innodb-flush-log-at-trx-commit=0 --innodb-flush-method=nosync --innodb-doublewrite=0 \
    --max-connections=200 >"$folder/log" 2>&1 </dev/null &
server=$!
cat >/dev/null
# What is in it is thrown away: nothing has to be written first.
kill -KILL "$server"
wait "$server" 2>/dev/null
rm -rf "$folder"
"#;

/// The server without the service that Debian's package would set up and start.
const INSTALL: &str = "set -e
    export DEBIAN_FRONTEND=noninteractive
    apt-get update
    apt-get install -y --no-install-recommends mariadb-server-core mariadb-client-core
    getent passwd mysql >/dev/null || useradd --system --user-group --no-create-home --shell /bin/false mysql";

pub(crate) static MARIADB: Kind = Kind {
    name: "MariaDB",
    variable: "TEST_MYSQL_URL",
    user: "mysql",
    package: "mariadb-server",
    install: INSTALL,
    beside: None,
    guard: GUARD,
    programs,
    is_ready,
    url: |port| format!("mysql://root@127.0.0.1:{port}/"),
};

fn programs() -> Option<PathBuf> {
    folder_in_path(&["mariadbd"])
}

/// The server speaks first.
fn is_ready(_programs: &Path, port: u16) -> Result<bool, String> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let Ok(mut stream) = TcpStream::connect_timeout(&address, Duration::from_secs(1)) else {
        return Ok(false);
    };
    let limited = stream.set_read_timeout(Some(Duration::from_secs(2)));
    limited.map_err(|error| format!("cannot limit a read: {error}"))?;
    Ok(stream.read(&mut [0; 5]).is_ok_and(|read| read > 0))
}
