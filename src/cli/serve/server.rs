//! Connections: how many, for how long, and how they end.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::pin::Pin;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::task::{Context as Task, Poll};
use std::time::Duration;

use anyhow::{Context, bail};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::{Sleep, sleep, timeout};

use crate::cli::args::Serve;
use crate::cli::message;
use crate::cli::outcome::Outcome;
use crate::cli::reading::pipeline;

use super::route::{App, QUERIES, router};
use super::source::Source;

/// Connections that are open at the same time.
const CONNECTIONS: usize = 256;
/// How long the head of a request may take to come, and a connection may stand idle.
const HEAD_TIME: Duration = Duration::from_secs(15);
/// How long a client may take nothing of an answer.
const WRITE_TIME: Duration = Duration::from_secs(30);
/// The largest head of a request, in bytes.
const MOST_HEAD: usize = 32 << 10;
/// The most lines of a head.
const MOST_LINES: usize = 100;
/// How long what is being answered is waited for at the end, besides the time that a request may take.
const END_TIME: Duration = Duration::from_secs(5);
/// How long whoever is one too many is listened to.
const AWAY_TIME: Duration = Duration::from_secs(2);

/// What one too many is told.
const AWAY: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\ncontent-type: application/json\r\nretry-after: 2\r\n\
    connection: close\r\ncontent-length: 63\r\n\r\n{\"error\":\"too many connections at once; come back in a while\"}\n";

/// Opens what is served and serves it until a signal ends the program.
pub fn run(args: Serve) -> anyhow::Result<Outcome> {
    if args.inputs.iter().any(|path| path == Path::new("-")) {
        bail!("a graph cannot come from standard input here: it may have to be read again; give a file");
    }
    for origin in &args.allow_origin {
        let at = origin.split_once("://").map(|(_, at)| at.trim_end_matches('/'));
        if at.is_none_or(|at| at.is_empty() || at.contains('/')) {
            bail!(
                "'{origin}' is no origin of pages; one is written as https://example.org or http://localhost:3000"
            );
        }
    }
    let workers = usize::from(args.workers);
    let (source, outcome) = Source::open(&args.inputs, &args.base, workers + QUERIES)?;
    let time = Duration::from_secs(u64::from(args.timeout));
    let pipeline = pipeline(args.model.as_deref())?;
    let app = App::new(source, pipeline, args.base, (args.allow_host, args.allow_origin), time, workers);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(workers + 2 * QUERIES)
        .thread_stack_size(8 << 20)
        .enable_all()
        .build()?;
    let address = SocketAddr::new(args.host, args.port);
    let served = runtime.block_on(serve(Arc::new(app), address, args.open, time));
    // What was given up may still run.
    runtime.shutdown_background();
    served?;
    Ok(outcome)
}

async fn serve(app: Arc<App>, address: SocketAddr, open: bool, time: Duration) -> anyhow::Result<()> {
    let mut ends = Ends::new()?;
    let listener = TcpListener::bind(address).await.with_context(|| {
        format!("{address} cannot be listened at; --port takes another one, 0 any that is free")
    })?;
    let address = format!("http://{}/", listener.local_addr()?);
    {
        use std::io::Write;
        let mut out = io::stdout().lock();
        // Where nobody wants to know the address, it is served all the same.
        let _ = writeln!(out, "{address}").and_then(|()| out.flush());
    }
    message::note(&format!("serving {} at {address}; Ctrl-C ends it", app.source.name()));
    if open {
        browse(&address);
    }
    let service = TowerToHyperService::new(router(app));
    let connections = Arc::new(Semaphore::new(CONNECTIONS));
    let graceful = GracefulShutdown::new();
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_buf_size(MOST_HEAD)
        .max_headers(MOST_LINES)
        .half_close(true);
    loop {
        let stream = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                Err(error) => {
                    // A client that is gone already is nothing; where files have run out some are given back.
                    message::note(&format!("a connection was not opened: {error}"));
                    sleep(Duration::from_millis(100)).await;
                    continue;
                }
            },
            () = ends.wait() => break,
        };
        let Ok(counted) = Arc::clone(&connections).try_acquire_owned() else {
            tokio::spawn(timeout(AWAY_TIME, send_away(stream)));
            continue;
        };
        let _ = stream.set_nodelay(true);
        let connection = http.serve_connection(TokioIo::new(Patient::new(stream)), service.clone());
        let watched = graceful.watch(connection);
        tokio::spawn(async move {
            // What is wrong with a connection is the client's to know.
            let _ = watched.await;
            drop(counted);
        });
    }
    drop(listener);
    message::note("ending; what is being answered is answered first");
    if timeout(time + END_TIME, graceful.shutdown()).await.is_err() {
        message::note("some clients took too long and were left");
    }
    Ok(())
}

/// Tells a client to come back.
async fn send_away(mut stream: TcpStream) -> io::Result<()> {
    stream.write_all(AWAY).await?;
    stream.shutdown().await?;
    // What it sends is read, or it would never see the answer.
    let mut rest = [0; 4096];
    for _ in 0..64 {
        if stream.read(&mut rest).await? == 0 {
            break;
        }
    }
    Ok(())
}

/// Opens a browser, where there is one.
fn browse(address: &str) {
    let (program, first): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("cmd", &["/C", "start", ""])
    } else {
        ("xdg-open", &[])
    };
    let mut command = Command::new(program);
    command.args(first).arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    if command.spawn().is_err() {
        message::note(&format!("no browser was opened: there is no {program}; open {address} yourself"));
    }
}

/// The signals that end the program.
struct Ends {
    #[cfg(unix)]
    signals: [tokio::signal::unix::Signal; 2],
}

impl Ends {
    #[cfg(unix)]
    fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { signals: [signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?] })
    }

    #[cfg(unix)]
    async fn wait(&mut self) {
        let [one, other] = &mut self.signals;
        tokio::select! {
            _ = one.recv() => {}
            _ = other.recv() => {}
        }
    }

    #[cfg(not(unix))]
    fn new() -> io::Result<Self> {
        Ok(Self {})
    }

    #[cfg(not(unix))]
    async fn wait(&mut self) {
        let _ = tokio::signal::ctrl_c().await;
    }
}

/// A stream that ends where its client takes nothing for too long.
struct Patient {
    stream: TcpStream,
    /// Runs while something waits to be taken.
    waiting: Option<Pin<Box<Sleep>>>,
}

impl Patient {
    fn new(stream: TcpStream) -> Self {
        Self { stream, waiting: None }
    }

    /// What a write gives, or an error where it has waited too long.
    fn patiently<T>(&mut self, task: &mut Task<'_>, polled: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if polled.is_ready() {
            self.waiting = None;
            return polled;
        }
        let waiting = self.waiting.get_or_insert_with(|| Box::pin(sleep(WRITE_TIME)));
        match waiting.as_mut().poll(task) {
            Poll::Ready(()) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl AsyncRead for Patient {
    fn poll_read(
        mut self: Pin<&mut Self>,
        task: &mut Task<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(task, buffer)
    }
}

impl AsyncWrite for Patient {
    fn poll_write(mut self: Pin<&mut Self>, task: &mut Task<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write(task, bytes);
        self.patiently(task, polled)
    }

    fn poll_flush(mut self: Pin<&mut Self>, task: &mut Task<'_>) -> Poll<io::Result<()>> {
        let polled = Pin::new(&mut self.stream).poll_flush(task);
        self.patiently(task, polled)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, task: &mut Task<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(task)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        task: &mut Task<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write_vectored(task, parts);
        self.patiently(task, polled)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}
