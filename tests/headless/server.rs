//! A small HTTP server on this machine that answers as a test tells it to, badly if need be.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// How to answer a request.
#[derive(Clone, Debug)]
pub enum Reply {
    /// A status with header lines and a body.
    Whole(u16, Vec<(String, String)>, Vec<u8>),
    /// Promises the whole body, sends half of it and hangs up.
    Truncated(Vec<u8>),
    /// Accepts the request and never answers.
    Stall,
    /// Answers at once and then sends a byte now and then, without end.
    Drip,
    /// Sends the first bytes as they are, and then the others over and over until the client hangs
    /// up; without others the server hangs up.
    Raw(Vec<u8>, Vec<u8>),
    /// Waits for [`Server::release`] and then answers as given.
    Held(Box<Self>),
}

impl Reply {
    pub fn status(code: u16) -> Self {
        Self::Whole(code, Vec::new(), Vec::new())
    }

    pub fn body(body: impl AsRef<[u8]>) -> Self {
        Self::Whole(200, Vec::new(), body.as_ref().to_vec())
    }

    pub fn redirect(to: &str) -> Self {
        Self::status(302).with("Location", to)
    }

    pub fn with(mut self, name: &str, value: &str) -> Self {
        if let Self::Whole(_, headers, _) = &mut self {
            headers.push((name.to_owned(), value.to_owned()));
        }
        self
    }

    pub fn held(self) -> Self {
        Self::Held(Box::new(self))
    }
}

/// A request as it came in; header names are in lower case.
#[derive(Clone, Debug)]
pub struct Request {
    pub path: String,
    pub headers: BTreeMap<String, String>,
}

#[derive(Default)]
struct State {
    /// Replies by path, the last of which is repeated.
    script: BTreeMap<String, Vec<Reply>>,
    requests: Vec<Request>,
    running: usize,
    most_running: usize,
    released: bool,
    closing: bool,
}

type Shared = Arc<(Mutex<State>, Condvar)>;

/// What a server speaks through.
pub trait Wire: Read + Write {}

impl<T: Read + Write> Wire for T {}

pub struct Server {
    address: SocketAddr,
    shared: Shared,
}

impl Server {
    /// A server on a free port.
    pub fn start() -> Self {
        Self::start_at((Ipv4Addr::LOCALHOST, 0).into())
    }

    pub fn start_at(address: SocketAddr) -> Self {
        Self::start_through(address, |stream| Box::new(stream))
    }

    /// A server that speaks through what `wrap` makes of each connection.
    pub fn start_through(
        address: SocketAddr,
        wrap: impl Fn(TcpStream) -> Box<dyn Wire> + Send + Sync + 'static,
    ) -> Self {
        let wrap = Arc::new(wrap);
        let listener = TcpListener::bind(address).expect("a port of this machine");
        let address = listener.local_addr().expect("bound");
        let shared = Shared::default();
        let for_thread = Arc::clone(&shared);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if lock(&for_thread).closing {
                    break;
                }
                let (shared, wrap) = (Arc::clone(&for_thread), Arc::clone(&wrap));
                // A client that hangs up is no concern of a test's.
                thread::spawn(move || serve(&shared, wrap(stream)).unwrap_or_default());
            }
        });
        Self { address, shared }
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address of `path` here.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Answers requests for `path` with `replies` in turn, and then with the last of them. The
    /// path `*` stands for all that have no replies of their own.
    pub fn on(&self, path: &str, replies: impl IntoIterator<Item = Reply>) {
        let replies = replies.into_iter().collect();
        lock(&self.shared).script.insert(path.to_owned(), replies);
    }

    /// Lets all held replies go, now and from now on.
    pub fn release(&self) {
        lock(&self.shared).released = true;
        self.shared.1.notify_all();
    }

    pub fn requests(&self) -> Vec<Request> {
        lock(&self.shared).requests.clone()
    }

    /// How often `path` was asked for.
    pub fn count(&self, path: &str) -> usize {
        self.requests()
            .iter()
            .filter(|request| request.path == path)
            .count()
    }

    /// How many requests are being answered.
    pub fn running(&self) -> usize {
        lock(&self.shared).running
    }

    /// The largest number of requests that were being answered at a time.
    pub fn most_running(&self) -> usize {
        lock(&self.shared).most_running
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        lock(&self.shared).closing = true;
        self.shared.1.notify_all();
        // Wakes the thread that waits for connections.
        drop(TcpStream::connect(self.address));
    }
}

/// `bytes` as a gzip stream.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("in memory");
    encoder.finish().expect("in memory")
}

fn lock(shared: &Shared) -> MutexGuard<'_, State> {
    shared.0.lock().unwrap_or_else(PoisonError::into_inner)
}

fn serve(shared: &Shared, stream: Box<dyn Wire>) -> io::Result<()> {
    let mut reader = BufReader::new(stream);
    while let Some(request) = read_request(&mut reader)? {
        let reply = {
            let mut state = lock(shared);
            if state.closing {
                return Ok(());
            }
            let known = state.script.contains_key(&request.path);
            let script = state
                .script
                .get_mut(if known { request.path.as_str() } else { "*" });
            let reply = match script {
                Some(replies) if replies.len() > 1 => replies.remove(0),
                Some(replies) => replies.first().cloned().unwrap_or(Reply::status(404)),
                None => Reply::status(404),
            };
            state.requests.push(request);
            state.running += 1;
            state.most_running = state.most_running.max(state.running);
            reply
        };
        let answered = answer(shared, reader.get_mut(), reply);
        lock(shared).running -= 1;
        if !answered? {
            break;
        }
    }
    Ok(())
}

fn read_request(reader: &mut impl BufRead) -> io::Result<Option<Request>> {
    let mut line = String::new();
    if reader.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(':') else {
            return Ok(Some(Request { path, headers }));
        };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
}

/// Sends `reply`; returns whether the connection can go on.
fn answer(shared: &Shared, stream: &mut dyn Wire, reply: Reply) -> io::Result<bool> {
    match reply {
        Reply::Whole(code, headers, body) => {
            let mut head = format!("HTTP/1.1 {code} Whatever\r\n");
            for (name, value) in headers {
                head.extend([&name, ": ", &value, "\r\n"]);
            }
            // These two have no body, and so no length (RFC 9110, section 8.6).
            if !matches!(code, 204 | 304) {
                head.extend(["Content-Length: ", &body.len().to_string(), "\r\n"]);
            }
            head.push_str("\r\n");
            stream.write_all(&[head.as_bytes(), &body].concat())?;
            Ok(true)
        }
        Reply::Truncated(body) => {
            let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len());
            stream.write_all(&[head.as_bytes(), &body[..body.len() / 2]].concat())?;
            Ok(false)
        }
        Reply::Stall => {
            wait_while(shared, |state| !state.closing);
            Ok(false)
        }
        Reply::Drip => {
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")?;
            while !lock(shared).closing {
                stream.write_all(b"t")?;
                thread::sleep(Duration::from_millis(10));
            }
            Ok(false)
        }
        Reply::Raw(first, again) => {
            stream.write_all(&first)?;
            while !again.is_empty() && !lock(shared).closing {
                stream.write_all(&again)?;
            }
            Ok(false)
        }
        Reply::Held(reply) => {
            wait_while(shared, |state| !state.closing && !state.released);
            answer(shared, stream, *reply)
        }
    }
}

fn wait_while(shared: &Shared, mut condition: impl FnMut(&mut State) -> bool) {
    let woken = shared.1.wait_while(lock(shared), |state| condition(state));
    drop(woken.unwrap_or_else(PoisonError::into_inner));
}
