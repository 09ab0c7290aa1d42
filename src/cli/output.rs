//! Where a command writes.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, StdoutLock, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use tempfile::NamedTempFile;

/// A file that is replaced as a whole once all is written, or standard output.
pub enum Output {
    /// Written beside its place, and moved there by [`Output::finish`].
    Replaced {
        /// What is written to.
        writer: BufWriter<NamedTempFile>,
        /// Where it goes.
        path: PathBuf,
    },
    /// A device or a named pipe: there is nothing to replace.
    Device(BufWriter<File>, PathBuf),
    /// Standard output.
    Standard(BufWriter<StdoutLock<'static>>),
}

impl Output {
    /// Opens `path` for writing, or standard output where there is none or it is `-`.
    ///
    /// That a file cannot be written there shows now, before any work is done.
    pub fn open(path: Option<&Path>) -> anyhow::Result<Self> {
        match path {
            None => Ok(Self::standard()),
            Some(path) if path == Path::new("-") => Ok(Self::standard()),
            Some(path) => Self::file(path).with_context(|| format!("{} cannot be written", path.display())),
        }
    }

    /// Standard output.
    pub fn standard() -> Self {
        Self::Standard(BufWriter::new(io::stdout().lock()))
    }

    /// Standard output for comma-separated values, behind a byte order mark where `bom` is set: Excel knows UTF-8 by it.
    pub fn table(bom: bool) -> io::Result<Self> {
        let mut output = Self::standard();
        if bom {
            output.write_all("\u{feff}".as_bytes())?;
        }
        Ok(output)
    }

    /// The file that is written, where it is one.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::Replaced { path, .. } | Self::Device(_, path) => Some(path),
            Self::Standard(_) => None,
        }
    }

    fn file(path: &Path) -> io::Result<Self> {
        let path = match fs::metadata(path) {
            Ok(there) if there.is_dir() => return Err(io::Error::other("it is a folder")),
            Ok(there) if !there.is_file() => {
                let file = OpenOptions::new().write(true).open(path)?;
                return Ok(Self::Device(BufWriter::new(file), path.to_owned()));
            }
            // A link stays a link: what it points to is replaced.
            Ok(_) => path.canonicalize()?,
            Err(_) => path.to_owned(),
        };
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let mut builder = tempfile::Builder::new();
        builder.prefix(".demarche-");
        #[cfg(unix)]
        {
            // Temporary files are private; this one becomes an ordinary file, as the user's mask allows.
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        Ok(Self::Replaced { writer: BufWriter::new(builder.tempfile_in(folder)?), path })
    }

    /// Ends writing: what was written is now in its place.
    pub fn finish(self) -> anyhow::Result<()> {
        match self {
            Self::Replaced { writer, path } => {
                let replace = || -> io::Result<()> {
                    let file = writer.into_inner().map_err(io::IntoInnerError::into_error)?;
                    file.as_file().sync_all()?;
                    file.persist(&path).map_err(|error| error.error)?;
                    Ok(())
                };
                replace().with_context(|| format!("{} cannot be written", path.display()))
            }
            Self::Device(mut writer, path) => {
                writer.flush().with_context(|| format!("{} cannot be written", path.display()))
            }
            Self::Standard(mut writer) => Ok(writer.flush()?),
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Replaced { writer, .. } => writer.write(bytes),
            Self::Device(writer, _) => writer.write(bytes),
            Self::Standard(writer) => writer.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Replaced { writer, .. } => writer.flush(),
            Self::Device(writer, _) => writer.flush(),
            Self::Standard(writer) => writer.flush(),
        }
    }
}
