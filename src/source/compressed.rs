//! Compressed input, unfolded as it is read: gzip and Zstandard, told by their first bytes.
//!
//! What unfolds to far more than text can is taken for a bomb: reading stops with an error, so that a small file cannot
//! keep the program busy for hours.

use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

/// How many times its size a compressed file may unfold to. Text becomes 3 to 10 times smaller, a collection of near
/// copies up to some 100 times; a bomb is 1,000 times smaller in gzip and more in Zstandard.
pub(super) const MAX_RATIO: u64 = 200;

/// What may come out before the ratio is asked for: a few repeated lines are no bomb.
const FREE_BYTES: u64 = 16 * 1024 * 1024;

/// `reader` unfolded, where its first bytes, `head`, say that it is compressed. `head` is not read again.
pub(super) fn unfold(
    head: &[u8],
    reader: Box<dyn BufRead + Send>,
) -> Result<Box<dyn BufRead + Send>, Box<dyn BufRead + Send>> {
    let gzip = head.starts_with(&[0x1f, 0x8b]);
    let zstandard = matches!(head, [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..]);
    if !gzip && !zstandard {
        return Err(reader);
    }
    let bytes = Arc::new(AtomicU64::new(0));
    let counted = BufReader::new(Counted { inner: reader, bytes: Arc::clone(&bytes) });
    let unfolded: Box<dyn Read + Send> =
        if gzip { Box::new(MultiGzDecoder::new(counted)) } else { Box::new(Zstandard::new(counted)) };
    Ok(Box::new(BufReader::new(Limited { inner: unfolded, folded: bytes, unfolded: 0 })))
}

/// Counts what is read.
pub(super) struct Counted<R> {
    pub inner: R,
    pub bytes: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.bytes.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// Stops what unfolds to too much.
struct Limited {
    inner: Box<dyn Read + Send>,
    folded: Arc<AtomicU64>,
    unfolded: u64,
}

impl Read for Limited {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.unfolded += read as u64;
        if self.unfolded > FREE_BYTES && self.unfolded / MAX_RATIO > self.folded.load(Ordering::Relaxed) {
            return Err(io::Error::other(format!(
                "it unfolds to more than {MAX_RATIO} times its size, as no text does; unpack it yourself if you trust it"
            )));
        }
        Ok(read)
    }
}

/// The frames of a Zstandard file one after another; ruzstd reads one.
struct Zstandard<R> {
    source: R,
    decoder: FrameDecoder,
    in_frame: bool,
}

impl<R: BufRead> Zstandard<R> {
    fn new(source: R) -> Self {
        Self { source, decoder: FrameDecoder::new(), in_frame: false }
    }

    /// Begins the next frame of data; `false` at the end of the file.
    fn next_frame(&mut self) -> io::Result<bool> {
        while !self.source.fill_buf()?.is_empty() {
            match self.decoder.reset(&mut self.source) {
                Ok(()) => {
                    self.in_frame = true;
                    return Ok(true);
                }
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => {
                    let skipped = io::copy(&mut (&mut self.source).take(length.into()), &mut io::sink())?;
                    if skipped < length.into() {
                        return Err(io::ErrorKind::UnexpectedEof.into());
                    }
                }
                Err(error) => return Err(io::Error::new(io::ErrorKind::InvalidData, error.to_string())),
            }
        }
        Ok(false)
    }
}

impl<R: BufRead> Read for Zstandard<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            if !self.in_frame && !self.next_frame()? {
                return Ok(0);
            }
            while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                self.decoder
                    .decode_blocks(&mut self.source, BlockDecodingStrategy::UptoBlocks(1))
                    .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error.to_string()))?;
            }
            let read = self.decoder.read(buffer)?;
            if read > 0 {
                return Ok(read);
            }
            self.in_frame = false;
            let (told, is) = (self.decoder.get_checksum_from_data(), self.decoder.get_calculated_checksum());
            if told.is_some() && is.is_some() && told != is {
                return Err(io::Error::new(io::ErrorKind::InvalidData, "the checksum is another"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn zstandard(bytes: &[u8]) -> Vec<u8> {
        ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
    }

    fn read(bytes: Vec<u8>) -> io::Result<Vec<u8>> {
        let head = bytes[..4.min(bytes.len())].to_vec();
        let mut reader = unfold(&head, Box::new(io::Cursor::new(bytes))).unwrap_or_else(|reader| reader);
        let mut out = Vec::new();
        reader.read_to_end(&mut out).map(|_| out)
    }

    #[test]
    fn both_kinds_are_unfolded_with_all_their_parts_and_others_left_as_they_are() {
        let text = "Trump met Putin in Alaska. ".repeat(1000).into_bytes();
        let twice = [text.as_slice(), &text].concat();
        assert_eq!(read([gzip(&text), gzip(&text)].concat()).unwrap(), twice);
        let skipped = [0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3];
        assert_eq!(read([skipped.to_vec(), zstandard(&text), zstandard(&text)].concat()).unwrap(), twice);
        assert_eq!(read(b"plain".to_vec()).unwrap(), b"plain");
    }

    #[test]
    fn what_is_cut_off_or_damaged_is_an_error() {
        let text = "Trump met Putin in Alaska on 15 August 2025. ".repeat(100).into_bytes();
        for whole in [gzip(&text), zstandard(&text)] {
            assert!(read(whole[..whole.len() / 2].to_vec()).is_err());
            assert!(read([whole, b"garbage".to_vec()].concat()).is_err());
        }
    }

    #[test]
    fn a_bomb_is_stopped() {
        let zeros = vec![b' '; 32 * 1024 * 1024];
        for bomb in [gzip(&zeros), zstandard(&zeros)] {
            assert!(bomb.len() < 64 * 1024, "{}", bomb.len());
            assert!(read(bomb).unwrap_err().to_string().contains("more than 200 times its size"));
        }
    }
}
