//! The file: how it is opened, told from others, and brought to this version.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior};

use super::fault::{Fault, Result};
use super::versions;
use crate::error::{Error, ErrorKind};

/// The first bytes of every SQLite database (<https://www.sqlite.org/fileformat2.html#magic_header_string>).
const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// "Dmch": tells a store from other databases.
const APPLICATION: i32 = 0x446d_6368;

/// What brings a store from each version to the next, from nothing on. A new store goes all the way.
const STEPS: [&str; 7] = [
    include_str!("claims.sql"),
    include_str!("resolved.sql"),
    include_str!("found.sql"),
    include_str!("entries.sql"),
    include_str!("versions.sql"),
    include_str!("texts.sql"),
    include_str!("issues.sql"),
];

/// Version of the tables, kept in `PRAGMA user_version`.
pub(super) const VERSION: i32 = STEPS.len() as i32;

/// The version since which a store tells the versions of its articles.
const VERSIONS: i32 = 5;

/// How long another writer is waited for.
const PATIENCE: Duration = Duration::from_secs(30);

/// Size of a page of a new store, in bytes. Tables grow side by side, so the pages of one lie apart: reading a table of
/// a large store through is quicker in larger steps.
const PAGE: i32 = 16 * 1024;

/// Memory for pages of the file, in KiB.
const CACHE: i32 = 128 * 1024;

/// Whether the file at `path` is an SQLite database, and so a store rather than a graph in JSON-LD.
pub fn is_store(path: &Path) -> bool {
    let mut start = [0; 16];
    File::open(path).and_then(|mut file| file.read_exact(&mut start)).is_ok() && start == *MAGIC
}

/// Opens the store at `path` for reading and writing; makes it where `create` is set and there is none.
pub(super) fn open(path: &Path, create: bool) -> Result<Connection> {
    let there = path.metadata();
    let empty = there.as_ref().map_or(create, |file| create && file.is_file() && file.len() == 0);
    if let Err(error) = there
        && !create
    {
        return Err(Error::io(path, "there is no such store", error).into());
    }
    if !empty && !is_store(path) {
        let message = "is no store; a store is a file that 'build --store' or 'merge --store' made";
        return Err(Error::new(ErrorKind::Format, message).into());
    }
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    flags.set(OpenFlags::SQLITE_OPEN_CREATE, create);
    let mut connection = Connection::open_with_flags(path, flags)?;
    match prepare(&mut connection) {
        // Where nothing may be written, a store that nobody is writing to can still be read.
        Err(Fault::Sqlite(error)) if !create && may_not_write(&error) => read_only(path),
        done => done.map(|()| connection),
    }
}

/// Memory for pages of a store that is only read, in KiB: several connections may be open at once.
const READER_CACHE: i32 = 32 * 1024;

/// How many prepared statements are kept, more than there are in the code of the store.
const STATEMENTS: usize = 128;

/// Opens the store at `path` for reading alone.
pub(super) fn reader(path: &Path) -> Result<Connection> {
    if let Err(error) = path.metadata() {
        return Err(Error::io(path, "there is no such store", error).into());
    }
    if !is_store(path) {
        let message = "is no store; a store is a file that 'build --store' or 'merge --store' made";
        return Err(Error::new(ErrorKind::Format, message).into());
    }
    let connection = read_only(path)?;
    connection.busy_timeout(PATIENCE)?;
    statements(&connection)?;
    connection.pragma_update(None, "cache_size", -READER_CACHE)?;
    Ok(connection)
}

/// Keeps statements as they were first prepared. SQLite would else prepare them again for each new value, in case another
/// index is better for it.
fn statements(connection: &Connection) -> Result<()> {
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

/// A transaction for several reads, where the store is not held as it is already.
pub(super) fn snapshot(connection: &Connection) -> Result<Option<Transaction<'_>>> {
    Ok(connection.is_autocommit().then(|| connection.unchecked_transaction()).transpose()?)
}

pub(super) fn may_not_write(error: &rusqlite::Error) -> bool {
    let code = error.sqlite_error_code();
    matches!(code, Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied))
}

fn read_only(path: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let shared = Connection::open_with_flags(path, flags)?;
    match version(&shared) {
        Ok(version) => return current(version).map(|()| shared),
        // What a writer has committed and not yet moved into the file stands in a log beside it.
        Err(Fault::Sqlite(error)) if may_not_write(&error) && !has_log(path) => {}
        Err(fault) => return Err(fault),
    }
    // SQLite makes files beside a store to share it with writers. Where that is not allowed there are no writers.
    let escaped: String = path.to_string_lossy().chars().fold(String::new(), |mut uri, c| {
        match c {
            '?' => uri.push_str("%3f"),
            '#' => uri.push_str("%23"),
            '%' => uri.push_str("%25"),
            c => uri.push(c),
        }
        uri
    });
    let alone = Connection::open_with_flags(
        format!("file:{escaped}?immutable=1"),
        flags | OpenFlags::SQLITE_OPEN_URI,
    )?;
    current(version(&alone)?).map(|()| alone)
}

fn has_log(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    Path::new(&log).metadata().is_ok_and(|log| log.len() > 0)
}

/// Refuses a store that would have to be written to be read.
fn current(version: i32) -> Result<()> {
    if version == VERSION {
        return Ok(());
    }
    let message = format!(
        "the store is of version {version} and is only read here; a command that may write it, such as 'demarche \
         positions', brings it to version {VERSION}"
    );
    Err(Error::new(ErrorKind::Io, message).into())
}

fn prepare(connection: &mut Connection) -> Result<()> {
    connection.busy_timeout(PATIENCE)?;
    statements(connection)?;
    let found = version(connection)?;
    if found == 0 {
        connection.pragma_update(None, "page_size", PAGE)?;
    }
    if found < VERSION {
        connection.pragma_update(None, "journal_mode", "wal")?;
    }
    // What a transaction has committed is on the disk, so that not even a loss of power takes it back.
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "cache_size", -CACHE)?;
    // What is taken out is overwritten.
    connection.pragma_update(None, "secure_delete", true)?;
    if found < VERSION {
        let migration = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Another process may have been quicker.
        let found = version(&migration)?;
        for step in &STEPS[found as usize..] {
            migration.execute_batch(step)?;
        }
        if (1..VERSIONS).contains(&found) {
            versions::begin(&migration)?;
        }
        if found < VERSION {
            migration.pragma_update(None, "application_id", APPLICATION)?;
            migration.pragma_update(None, "user_version", VERSION)?;
            // A new store is as it should be; an older one has nothing in new tables of what follows from its claims.
            if found < VERSIONS {
                migration.execute("UPDATE store SET stale = EXISTS (SELECT 1 FROM documents)", [])?;
            }
        }
        migration.commit()?;
    }
    Ok(())
}

/// The version of the store, 0 for a database that holds nothing yet.
fn version(connection: &Connection) -> Result<i32> {
    let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    let (application, version) = (number("application_id")?, number("user_version")?);
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if application == 0 && version == 0 && tables == 0 {
        return Ok(0);
    }
    if application != APPLICATION || version < 1 {
        let message = "is an SQLite database, but no store of demarche's; give the store another name";
        return Err(Error::new(ErrorKind::Format, message).into());
    }
    if version > VERSION {
        let message = format!(
            "the store is of version {version}, and this program knows versions up to {VERSION}; use a newer demarche"
        );
        return Err(Error::new(ErrorKind::Format, message).into());
    }
    Ok(version)
}
