//! A proxy between the program and a server, which cuts the connection at an answer.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::Db;

/// Passes everything on, until it sees one text from the client for the nth time: it hands that on, swallows
/// the answer, and cuts the connection when the server has given it. Connections after that pass.
#[derive(Debug)]
pub struct Proxy {
    /// The database's URL through the proxy.
    pub url: String,
    seen: Arc<AtomicUsize>,
    messages: Arc<AtomicUsize>,
}

impl Proxy {
    /// A proxy before the server of `db` that swallows the answer to the `nth` message with `text`, counted
    /// from 1; 0 swallows none.
    ///
    /// # Panics
    /// When no port is free.
    pub fn before(db: &Db, text: &'static str, nth: usize) -> Proxy {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let port = listener.local_addr().expect("it is bound").port();
        let (before, rest) = db.url.rsplit_once('@').expect("the URL has a user");
        let (server, name) = rest.split_once('/').expect("the URL names a database");
        let server = server.to_owned();
        let url = format!("{before}@127.0.0.1:{port}/{name}");
        let seen = Arc::new(AtomicUsize::new(0));
        let messages = Arc::new(AtomicUsize::new(0));
        let (shared, counted) = (Arc::clone(&seen), Arc::clone(&messages));
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let Ok(server) = TcpStream::connect(&server) else { continue };
                // Small messages are not held back.
                let _ = (client.set_nodelay(true), server.set_nodelay(true));
                pass(client, server, (text, nth), &shared, &counted);
            }
        });
        Proxy { url, seen, messages }
    }

    /// How many messages with the text have passed so far.
    pub fn seen(&self) -> usize {
        self.seen.load(Ordering::SeqCst)
    }

    /// How many messages of clients have passed so far: round trips, and the few of each login.
    pub fn messages(&self) -> usize {
        self.messages.load(Ordering::SeqCst)
    }
}

fn pass(
    client: TcpStream,
    server: TcpStream,
    (text, nth): (&'static str, usize),
    seen: &Arc<AtomicUsize>,
    messages: &Arc<AtomicUsize>,
) {
    let both =
        (client.try_clone().expect("a socket has copies"), server.try_clone().expect("a socket has copies"));
    let swallow = Arc::new(AtomicUsize::new(0));
    let (shared, counted, is_cut) = (Arc::clone(seen), Arc::clone(messages), Arc::clone(&swallow));
    std::thread::spawn(move || {
        let (mut from, mut to) = (both.0, both.1);
        let mut piece = vec![0; 1 << 16];
        while let Ok(count @ 1..) = from.read(&mut piece) {
            counted.fetch_add(1, Ordering::SeqCst);
            let is_it = piece[..count].windows(text.len()).any(|part| part == text.as_bytes());
            if is_it && shared.fetch_add(1, Ordering::SeqCst) + 1 == nth {
                is_cut.store(1, Ordering::SeqCst);
            }
            if to.write_all(&piece[..count]).is_err() {
                break;
            }
        }
        let _ = to.shutdown(Shutdown::Both);
    });
    std::thread::spawn(move || {
        let (mut from, mut to) = (server, client);
        let mut piece = vec![0; 1 << 16];
        while let Ok(count @ 1..) = from.read(&mut piece) {
            if swallow.load(Ordering::SeqCst) == 1 || to.write_all(&piece[..count]).is_err() {
                break;
            }
        }
        let _ = (from.shutdown(Shutdown::Both), to.shutdown(Shutdown::Both));
    });
}
